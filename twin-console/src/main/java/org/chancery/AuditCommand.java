package org.chancery;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineNode;
import org.chancery.ledger.Quorum;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * {@code ./chancery audit}: rebuilds the state from the ledger and compares it with the database of a node that does
 * not run. Ends with 0 if they agree, 1 if they differ, 2 if the audit could not be made. On a running node the audit
 * screen does the same.
 */
public final class AuditCommand {

    private static final int AGREES = 0;
    private static final int DIFFERS = 1;
    private static final int NOT_MADE = 2;

    /** Whoever may start this command holds the data folder, and with it more than any role gives. */
    private static final Actor OPERATOR =
            new Actor("p-operator", "operator", Set.of(Actor.Role.AUDITOR, Actor.Role.ADMINISTRATOR), Set.of());

    private AuditCommand() {}

    /** @param arguments the data folder, then settings as {@code --chancery.…=…} */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty() || !Files.isDirectory(Path.of(arguments.getFirst()))) {
            err.println("chancery: audit needs the data folder of a node");
            return NOT_MADE;
        }
        List<String> settings = new ArrayList<>(arguments.subList(1, arguments.size()));
        settings.add("--chancery.data=" + arguments.getFirst());
        try (ConfigurableApplicationContext context = properties(settings.toArray(String[]::new))) {
            AuditReport report = audit(context.getBean(ChanceryProperties.class));
            print(report, out);
            return report.agrees() ? AGREES : DIFFERS;
        } catch (IOException | RuntimeException failure) {
            err.println("chancery: " + StartFailure.line(failure).orElseGet(failure::toString));
            return NOT_MADE;
        }
    }

    private static ConfigurableApplicationContext properties(String[] settings) {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .run(settings);
    }

    /** Only the typed settings of the application, none of its screens. */
    @EnableConfigurationProperties(ChanceryProperties.class)
    static class Settings {}

    private static AuditReport audit(ChanceryProperties properties) throws IOException {
        try (DataFolder folder = DataFolder.take(properties.data());
                Quorum quorum = NodeParts.start(folder, properties);
                Engine engine = EngineNode.start(
                        NodeParts.config(properties, Clock.systemUTC(), false), quorum.ledger(), quorum.personKeys())) {
            return engine.audit(OPERATOR);
        }
    }

    static void print(AuditReport report, PrintStream out) {
        out.printf(
                "%d ledger entries, %d tables, %d rows compared; %d erased personal fields%n",
                report.head(), report.tables(), report.rows(), report.erasedFields());
        if (report.agrees()) {
            out.println("Database and ledger agree.");
            return;
        }
        out.printf("%d differences:%n", report.differences().size());
        for (AuditReport.Difference cell : report.differences()) {
            out.printf(
                    "  %s, key %s, column %s%n    in the ledger    %s%n    in the database  %s%n",
                    cell.table(), cell.key(), cell.column(), cell.ledgerValue(), cell.liveValue());
        }
    }
}
