package org.chancery;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.chancery.engine.AuditReport;
import org.chancery.engine.ConformanceReport;
import org.chancery.engine.ConformanceReport.Kind;
import org.chancery.engine.EngineNode;
import org.chancery.engine.StoppedAudit;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Quorum;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code ./chancery audit}: rebuilds the state from the ledger and compares it with the database of a node that does
 * not run, as it lies. The voters are started, since only they can say together what is committed; no engine is: no
 * entry is added, and the database is only read. On a running node the audit screen does the same.
 *
 * <p>With {@code --conformance} it judges every case of the ledger a second time instead, on its model and from public
 * records alone, and looks at no database: 0 if all is lawful, 1 if there are deviations or omissions, 5 if there are
 * none, but not all could be judged.
 *
 * <p>Either way it reads every byte of every voter's store, where rot may lie for years.
 *
 * <p>Ends with 0 if they agree, 1 if they differ or a voter's store is damaged, 2 if the audit could not be made, 3 if
 * there is no database or it cannot be read, 4 if it agrees as far as it goes, but has entries of the ledger yet to
 * replay.
 */
public final class AuditCommand {

    static final int AGREES = 0;
    static final int DIFFERS = 1;
    static final int NOT_MADE = 2;
    static final int NO_DATABASE = 3;
    static final int BEHIND = 4;
    static final int IN_DOUBT = 5;

    private static final String CONFORMANCE = "--conformance";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final AuditPrint print;
    private final PrintStream err;
    private final Locale locale;
    private boolean conformance;

    AuditCommand(Locale locale, PrintStream out, PrintStream err) {
        this.locale = locale;
        this.print = new AuditPrint(locale, out);
        this.err = err;
    }

    /** @param arguments the data folder, then {@code --conformance} or not, and settings as {@code --chancery.…=…} */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(new AuditCommand(Locale.getDefault(), out, err).run(List.of(arguments)));
    }

    int run(List<String> arguments) {
        if (arguments.isEmpty() || !Files.isDirectory(Path.of(arguments.getFirst()))) {
            return notMade(print.say("no-folder"));
        }
        List<String> settings = new ArrayList<>(arguments.subList(1, arguments.size()));
        conformance = settings.remove(CONFORMANCE);
        settings.add("--chancery.data=" + arguments.getFirst());
        try (ConfigurableApplicationContext context = properties(settings.toArray(String[]::new))) {
            return audit(context.getBean(ChanceryProperties.class));
        } catch (DataFolder.InUse running) {
            return notMade(print.say("running", arguments.getFirst()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return notMade(e.toString());
        } catch (IOException | RuntimeException | Error failure) { // uncaught, it would end with 1: they differ
            return notMade(StartFailure.line(failure).orElseGet(failure::toString));
        }
    }

    private int notMade(String why) {
        err.println("chancery: " + why);
        return NOT_MADE;
    }

    private static ConfigurableApplicationContext properties(String[] settings) {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .run(settings);
    }

    /** Only the typed settings of the application, none of its screens. */
    @EnableConfigurationProperties(ChanceryProperties.class)
    static class Settings {}

    private int audit(ChanceryProperties properties) throws IOException, InterruptedException {
        if (!Quorum.hasBegun(NodeParts.quorumConfig(properties.data(), properties))) {
            return notMade(print.say("no-ledger", properties.data()));
        }
        try (DataFolder folder = DataFolder.take(properties.data());
                Quorum quorum = NodeParts.start(folder, properties)) {
            Ledger ledger = quorum.ledger();
            if (!awaitQuorum(ledger)) {
                return notMade(print.say("no-quorum"));
            }
            return withStores(quorum, judgedOrCompared(quorum, properties));
        }
    }

    private int judgedOrCompared(Quorum quorum, ChanceryProperties properties) {
        Ledger ledger = quorum.ledger();
        if (conformance) {
            return told(EngineNode.conformance(ledger, locale, Clock.systemUTC()));
        }
        StoppedAudit found = EngineNode.auditStopped(NodeParts.database(properties), ledger, quorum.personKeys());
        return told(found, properties, ledger.head().size());
    }

    /** A damaged store turns a good end into a bad one; what was found before weighs more. */
    private int withStores(Quorum quorum, int found) {
        SortedMap<String, LedgerException> damaged = quorum.verifyStores();
        if (damaged.isEmpty()) {
            print.line("stores.sound", quorum.ledger().status().peers().size());
            return found;
        }
        damaged.forEach((voter, damage) -> print.line("stores.damaged", voter, damage.getMessage()));
        return found == AGREES || found == BEHIND || found == IN_DOUBT ? DIFFERS : found;
    }

    /** Before a quorum answers, what this voter holds may be less than what was committed. */
    private static boolean awaitQuorum(Ledger ledger) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (ledger.writableTerm().isEmpty() || !ledger.status().personKeys()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return true;
    }

    private int told(StoppedAudit found, ChanceryProperties properties, long entries) {
        String product = properties.database().kind().name().toLowerCase(Locale.ROOT);
        return switch (found) {
            case StoppedAudit.Compared compared -> {
                int end = told(compared.report(), product, entries);
                if (end == DIFFERS && !compared.closed()) {
                    print.line("differs.killed");
                }
                yield end;
            }
            case StoppedAudit.Missing missing -> {
                print.line("missing", missing.where());
                print.line("missing.remedy", entries);
                yield NO_DATABASE;
            }
            case StoppedAudit.Unreadable unreadable -> {
                print.line("unreadable", unreadable.where(), unreadable.why());
                print.line("unreadable.remedy." + product, entries);
                yield NO_DATABASE;
            }
            case StoppedAudit.InUse used -> notMade(print.say("in-use", used.where()));
            case StoppedAudit.NoEntries none -> notMade(print.say("no-entries", properties.data()));
        };
    }

    private int told(ConformanceReport report) {
        print.conformance(report);
        boolean unlawful = report.count(Kind.DEVIATION) + report.count(Kind.OMISSION) > 0;
        return unlawful ? DIFFERS : report.count(Kind.NOT_JUDGED) > 0 ? IN_DOUBT : AGREES;
    }

    private int told(AuditReport report, String product, long entries) {
        print.report(report, entries);
        if (!report.agrees()) {
            print.line("differs.remedy." + product, entries);
            return DIFFERS;
        }
        return report.behind() > 0 ? BEHIND : AGREES;
    }
}
