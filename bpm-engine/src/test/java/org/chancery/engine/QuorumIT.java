package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
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

    @Test
    void withoutAQuorumACompletionFailsWithinFiveSecondsAndWorksOnceTheVotersAreBack() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/quorum", folder));
                Engine engine = start(quorum)) {
            String number = patient.on(() -> engine.cases().start(FOUNDER, "licence", LicenceParts.application(), "a"));
            String task = task(engine, number);
            long head = engine.ledger().head().size();
            quorum.stop("voter-2");
            quorum.stop("voter-3");

            for (int attempt = 0; attempt < 2; attempt++) {
                try (MachineTime time = new MachineTime()) {
                    assertThatThrownBy(() -> engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant")))
                            .isInstanceOf(EngineException.NoQuorum.class);
                    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
                }
                assertThat(task(engine, number)).isEqualTo(task);
            }
            // an election just before the voters stopped may have left its barrier
            assertThat(recorded(engine, head)).allMatch(record -> record.contains("\"kind\":\"barrier\""));
            assertThat(engine.availability()).isEqualTo(Availability.NO_QUORUM);

            quorum.start("voter-2");
            quorum.start("voter-3");
            patient.complete(engine.tasks(), AMR_LI, task, Map.of("verdict", "grant"));
            assertThat(engine.cases().view(FOUNDER, number).tokens()).containsExactly("tax");
            AuditReport report = engine.audit(AUDITOR);
            assertThat(report.differences()).isEmpty();
            assertThat(receipt(engine, report.head() - 1).text()).isNotEmpty();
        }
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/quorum", folder));
                Engine engine = start(quorum)) {
            assertThat(engine.audit(AUDITOR).differences()).isEmpty();
        }
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
