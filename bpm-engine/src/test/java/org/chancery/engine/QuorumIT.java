package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Receipt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real quorum of three voters: two of them stop and come back. */
class QuorumIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Insistence patient = new Insistence(PATIENCE);

    private Engine start(Quorum quorum) {
        return EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder.resolve("engine/h2")),
                        Clock.systemUTC(),
                        List.of(LicenceParts.bundle()),
                        LicenceParts.checks(),
                        true),
                quorum.ledger(),
                quorum.personKeys());
    }

    private static String task(Engine engine, String number) {
        return engine.tasks().inbox(AMR_LI).stream()
                .filter(task -> task.caseNumber().equals(number))
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** The public parts of what entered the log from this leaf on. */
    private static List<String> recorded(Engine engine, long from) {
        return engine.ledger().leaves(from, engine.ledger().head().size()).stream()
                .map(leaf -> new String(leaf.publicPart(), StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * Every row of the database as a statement that would insert it, but for the rows that say which leaves it holds: a
     * barrier adds to those. Asked beside the engine.
     */
    private List<String> rows() throws SQLException {
        try (Connection beside =
                        DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("engine/h2/engine"), "sa", "");
                Statement statement = beside.createStatement();
                ResultSet script = statement.executeQuery("script nopasswords nosettings")) {
            List<String> rows = new ArrayList<>();
            while (script.next()) {
                String line = script.getString(1);
                if (line.startsWith("INSERT INTO") && !line.startsWith("INSERT INTO \"PUBLIC\".\"CH_LEAF\"")) {
                    rows.add(line);
                }
            }
            return rows;
        }
    }

    /** What must stay as it is when nothing was changed: rows, the case and its trail, the task and what it shows. */
    private record Standing(List<String> rows, Cases.View view, List<Cases.Step> trail, Tasks.Detail task) {}

    private Standing standing(Engine engine, String number, String task) throws SQLException {
        return new Standing(
                rows(),
                engine.cases().view(FOUNDER, number),
                engine.cases().trail(FOUNDER, number),
                engine.tasks().open(AMR_LI, task));
    }

    @Test
    void withoutAQuorumACompletionFailsWithinFiveSecondsAndWorksOnceTheVotersAreBack() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/quorum", folder));
                Engine engine = start(quorum)) {
            String number = patient.on(() -> engine.cases().start(FOUNDER, "licence", LicenceParts.application(), "a"));
            String task = task(engine, number);
            long head = engine.ledger().head().size();
            Standing before = standing(engine, number, task);
            assertThat(before.rows()).anyMatch(row -> row.contains("\"CH_CASE\"") && row.contains(number));
            assertThat(completions(before.trail())).isEmpty();
            quorum.stop("voter-2");
            quorum.stop("voter-3");

            for (int attempt = 0; attempt < 2; attempt++) {
                try (MachineTime time = new MachineTime()) {
                    assertThatThrownBy(() -> engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant")))
                            .isInstanceOf(EngineException.NoQuorum.class)
                            .hasMessage("no-quorum");
                    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
                }
                assertThat(task(engine, number)).isEqualTo(task);
                assertThat(standing(engine, number, task)).isEqualTo(before);
            }
            // an election just before the voters stopped may have left its barrier
            assertThat(recorded(engine, head)).allMatch(record -> record.contains("\"kind\":\"barrier\""));
            assertThat(engine.availability()).isEqualTo(Availability.NO_QUORUM);

            quorum.start("voter-2");
            quorum.start("voter-3");
            patient.complete(engine.tasks(), AMR_LI, task, Map.of("verdict", "grant"));
            assertThat(engine.cases().view(FOUNDER, number).tokens()).containsExactly("tax");
            assertThat(completions(engine.cases().trail(FOUNDER, number)))
                    .as("what was refused took no effect later")
                    .hasSize(1);
            assertThat(recorded(engine, head))
                    .filteredOn(record -> record.contains("\"completed\""))
                    .hasSize(1);
            assertThat(rows()).as("rows that the completion changed").isNotEqualTo(before.rows());
            AuditReport report = engine.audit(AUDITOR);
            assertThat(report.differences()).isEmpty();
            assertThat(receipt(engine, report.head() - 1).text()).isNotEmpty();
        }
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/quorum", folder));
                Engine engine = start(quorum)) {
            assertThat(engine.audit(AUDITOR).differences()).isEmpty();
        }
    }

    private static List<Cases.Step> completions(List<Cases.Step> trail) {
        return trail.stream()
                .filter(step ->
                        step.transition().equals("completed") && step.element().equals("register"))
                .toList();
    }

    /** A leaf gets its receipt as soon as a checkpoint that covers it is signed. */
    private static Receipt receipt(Engine engine, long leaf) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return engine.ledger().receipt(leaf);
            } catch (LedgerException.Unavailable notSigned) {
                if (System.nanoTime() > end) {
                    throw notSigned;
                }
            }
        }
    }
}
