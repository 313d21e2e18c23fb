package org.chancery;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Signing;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code ./chancery keys}: changes a key of a log whose node does not run, and records it in the log.
 *
 * <pre>
 * officer NAME FILE                                makes an officer's own key and tells its public half
 * rotate --as NAME=FILE                            the key served long enough
 * lost --as NAME=FILE                              nobody has it any more
 * stolen --since TIME --as NAME=FILE --as NAME=FILE [--key VKEY]
 *                                                  somebody else may have it; VKEY: it is one given up before
 * rebuild                                          makes log.keys again, which is gone, out of the log's entries
 * </pre>
 *
 * <p>These concern the Ed25519 key, or with {@code --line p-256} or {@code --line sm2} that of another line; {@code
 * --label LABEL} names the new key of a token.
 *
 * <p>Ends with 0 if it was done, 2 if it was not.
 */
public final class KeysCommand {

    private static final int DONE = 0;
    private static final int NOT_DONE = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final ResourceBundle texts;

    KeysCommand(Locale locale, PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
        this.texts = ResourceBundle.getBundle(
                "org.chancery.keys",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** @param arguments the data folder, the order, and settings as {@code --chancery.…=…} */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new KeysCommand(Locale.getDefault(), out, err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        try {
            Path data = Path.of(arguments.getFirst());
            Order order = Order.of(arguments.subList(1, arguments.size()).stream()
                    .filter(each -> !each.startsWith("--chancery."))
                    .toList());
            if (order.action.equals("officer")) {
                tell("officer", LogKeys.officer(order.officers.getFirst()), data.resolve("officers.vkey"));
                return DONE;
            }
            String[] settings = Stream.concat(
                            arguments.stream().filter(each -> each.startsWith("--chancery.")),
                            Stream.of("--chancery.data=" + data))
                    .toArray(String[]::new);
            try (ConfigurableApplicationContext context = properties(settings)) {
                return changed(context.getBean(ChanceryProperties.class), order);
            }
        } catch (NotUnderstood e) {
            err.println("chancery: " + say("error", e.getMessage()));
            err.println(say("usage"));
            return NOT_DONE;
        } catch (Exception | Error failure) {
            err.println("chancery: " + StartFailure.line(failure).orElseGet(failure::toString));
            return NOT_DONE;
        }
    }

    private int changed(ChanceryProperties properties, Order order) throws Exception {
        if (!Files.isDirectory(properties.data())) {
            err.println("chancery: " + say("no-folder", properties.data()));
            return NOT_DONE;
        }
        QuorumConfig config = NodeParts.quorumConfig(properties.data(), properties);
        try (DataFolder folder = DataFolder.take(properties.data())) {
            if (order.action.equals("rebuild")) {
                rebuilt(LogKeys.rebuilt(config), folder.path().resolve("log.keys"));
                return DONE;
            }
            LogKeys.Change change = carriedOut(config, order);
            String entries = joined(change.entries());
            tell("done." + order.action, entries, change.key());
            String next = order.line instanceof LogKeys.Line.Main ? "next" : "next.line";
            tell(next, folder.path().resolve("log.vkey"), folder.path().resolve("log.keys"));
            if (order.line instanceof LogKeys.Line.InToken(String label)) {
                tell("next.token", label);
            }
            return DONE;
        }
    }

    private void rebuilt(LogKeys.Rebuilt rebuilt, Path file) {
        tell("done.rebuild", file, joined(rebuilt.entries()));
        if (!rebuilt.leftOut().isEmpty()) {
            tell("rebuild.left-out", joined(rebuilt.leftOut()));
        }
    }

    private static String joined(List<Long> entries) {
        return entries.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static LogKeys.Change carriedOut(QuorumConfig config, Order order) {
        Clock clock = Clock.systemUTC();
        LogKeys.Reason reason = switch (order.action) {
            case "rotate" -> new LogKeys.Reason.Routine();
            case "lost" -> new LogKeys.Reason.Lost();
            default -> new LogKeys.Reason.Compromised(order.since.orElseThrow());
        };
        return order.key.isPresent() && reason instanceof LogKeys.Reason.Compromised(Instant since)
                ? LogKeys.stolen(config, order.key.get(), since, order.officers, clock)
                : LogKeys.change(config, order.line, reason, order.officers, clock);
    }

    private static ConfigurableApplicationContext properties(String[] settings) {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .run(settings);
    }

    /** Only the typed settings of the application, none of its screens. */
    @EnableConfigurationProperties(ChanceryProperties.class)
    static class Settings {}

    private void tell(String key, Object... values) {
        out.println(say(key, values));
    }

    private String say(String key, Object... values) {
        Object[] plain = Stream.of(values).map(Object::toString).toArray();
        return new MessageFormat(texts.getString(key), Locale.ROOT).format(plain);
    }

    /** The arguments are no order. */
    private static final class NotUnderstood extends Exception {
        private static final long serialVersionUID = 1;

        NotUnderstood(String what) {
            super(what);
        }
    }

    private record Order(
            String action,
            LogKeys.Line line,
            List<LogKeys.Officer> officers,
            Optional<Instant> since,
            Optional<String> key) {

        static Order of(List<String> words) throws NotUnderstood {
            String action = words.isEmpty() ? "" : words.getFirst();
            if (action.equals("officer") && words.size() == 3) {
                return new Order(
                        action,
                        new LogKeys.Line.Main(),
                        List.of(new LogKeys.Officer(words.get(1), Path.of(words.get(2)))),
                        Optional.empty(),
                        Optional.empty());
            }
            if (action.equals("rebuild") && words.size() == 1) {
                return new Order(action, new LogKeys.Line.Main(), List.of(), Optional.empty(), Optional.empty());
            }
            if (!List.of("rotate", "lost", "stolen").contains(action)) {
                throw new NotUnderstood(action);
            }
            List<LogKeys.Officer> officers = new ArrayList<>();
            Optional<Instant> since = Optional.empty();
            Optional<String> key = Optional.empty();
            Optional<String> line = Optional.empty();
            Optional<String> label = Optional.empty();
            for (int i = 1; i < words.size(); i += 2) {
                String value = i + 1 < words.size() ? words.get(i + 1) : "";
                switch (words.get(i)) {
                    case "--as" -> officers.add(officer(value));
                    case "--since" -> since = Optional.of(instant(value));
                    case "--key" -> key = Optional.of(value);
                    case "--line" -> line = Optional.of(value);
                    case "--label" -> label = Optional.of(value);
                    default -> throw new NotUnderstood(words.get(i));
                }
            }
            if (action.equals("stolen") != since.isPresent() || key.isPresent() && since.isEmpty()) {
                throw new NotUnderstood("--since");
            }
            if (key.isPresent() && (line.isPresent() || label.isPresent())) {
                throw new NotUnderstood("--key");
            }
            return new Order(action, line(line.orElse("ed25519"), label), List.copyOf(officers), since, key);
        }

        private static LogKeys.Line line(String name, Optional<String> label) throws NotUnderstood {
            if (label.isPresent() && !(name.equals("p-256") && label.get().matches("[^\\p{Cntrl}]{1,100}"))) {
                throw new NotUnderstood("--label " + label.get());
            }
            return switch (name) {
                case "ed25519" -> new LogKeys.Line.Main();
                case "p-256" ->
                    label.<LogKeys.Line>map(LogKeys.Line.InToken::new)
                            .orElseGet(() -> new LogKeys.Line.Further(Signing.Algorithm.P256));
                case "sm2" -> new LogKeys.Line.Further(Signing.Algorithm.SM2);
                default -> throw new NotUnderstood("--line " + name);
            };
        }

        private static LogKeys.Officer officer(String value) throws NotUnderstood {
            int split = value.indexOf('=');
            if (split <= 0) {
                throw new NotUnderstood("--as " + value);
            }
            return new LogKeys.Officer(value.substring(0, split), Path.of(value.substring(split + 1)));
        }

        private static Instant instant(String value) throws NotUnderstood {
            try {
                return Instant.parse(value);
            } catch (DateTimeException e) {
                throw new NotUnderstood("--since " + value);
            }
        }
    }
}
