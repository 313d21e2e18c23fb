package org.chancery;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.console.shell.Texts;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.RenewalBrokenOff;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code ./chancery rekey}: renews the group's key of a node that does not run, and first replaces the own keys of
 * voters that are named as lost. Nothing that is sealed is read or written. The ledger tells of it as soon as the node
 * writes again. Ends with 0 if the key was renewed, 1 if nothing was changed, 2 if it was broken off: then it says which
 * keys are others already, and the same command may be repeated.
 */
public final class RekeyCommand {

    static final int RENEWED = 0;
    static final int UNCHANGED = 1;
    static final int BROKEN_OFF = 2;

    private final Texts texts = new Texts(List.of("org.chancery.rekey"));
    private final Locale locale;
    private final PrintStream out;
    private final PrintStream err;

    RekeyCommand(Locale locale, PrintStream out, PrintStream err) {
        this.locale = locale;
        this.out = out;
        this.err = err;
    }

    /** @param arguments the data folder, then the voters whose own key is lost */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new RekeyCommand(Locale.getDefault(), out, err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (arguments.isEmpty() || !Files.isDirectory(Path.of(arguments.getFirst()))) {
            return unchanged(say("no-folder"));
        }
        String data = arguments.getFirst();
        Set<String> lost = new TreeSet<>(arguments.subList(1, arguments.size()));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Settings.class)
                        .web(WebApplicationType.NONE)
                        .run("--chancery.data=" + data);
                DataFolder folder = DataFolder.take(Path.of(data))) {
            ChanceryProperties properties = context.getBean(ChanceryProperties.class);
            String generation = Quorum.renewGroupKey(NodeParts.quorumConfig(folder.path(), properties), lost);
            out.println(say("renewed", generation));
            lost.forEach(voter -> out.println(say("replaced", voter)));
            return RENEWED;
        } catch (DataFolder.InUse running) {
            return unchanged(say("running", data));
        } catch (RenewalBrokenOff half) {
            half.replaced().stream().sorted().forEach(voter -> err.println(say("broken-off.replaced", voter)));
            return brokenOff(half.getMessage());
        } catch (IOException | RuntimeException failure) {
            return StartFailure.line(failure).map(this::unchanged).orElseGet(() -> brokenOff(failure.toString()));
        }
    }

    private int brokenOff(String why) {
        err.println("chancery: " + say("broken-off", why));
        err.println(say("broken-off.repeat"));
        return BROKEN_OFF;
    }

    /** Only the typed settings of the application, none of its screens. */
    @EnableConfigurationProperties(ChanceryProperties.class)
    static class Settings {}

    private int unchanged(String why) {
        err.println("chancery: " + why);
        return UNCHANGED;
    }

    private String say(String key, Object... values) {
        return texts.getTranslation(key, locale, values);
    }
}
