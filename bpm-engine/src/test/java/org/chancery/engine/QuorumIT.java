package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a real quorum of three voters: two of them stop and come back. */
class QuorumIT {

    @TempDir
    private Path folder;

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

    @Test
    void withoutAQuorumACompletionFailsWithinFiveSecondsAndWorksOnceTheVotersAreBack() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/quorum", folder));
                Engine engine = start(quorum)) {
            String number = engine.cases().start(FOUNDER, "licence", LicenceParts.application(), "a");
            String task = task(engine, number);
            long head = engine.ledger().head().size();
            quorum.stop("voter-2");
            quorum.stop("voter-3");

            for (int attempt = 0; attempt < 2; attempt++) {
                long begun = System.nanoTime();
                assertThatThrownBy(() -> engine.tasks().complete(AMR_LI, task, Map.of("verdict", "grant")))
                        .isInstanceOf(EngineException.NoQuorum.class);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
                assertThat(task(engine, number)).isEqualTo(task);
            }
            assertThat(engine.ledger().head().size()).isEqualTo(head);
            assertThat(engine.availability()).isEqualTo(Availability.NO_QUORUM);

            quorum.start("voter-2");
            quorum.start("voter-3");
            for (int i = 0; i < 300 && engine.availability() != Availability.OPEN; i++) {
                Thread.sleep(50);
            }
            if (!engine.tasks().inbox(AMR_LI).isEmpty()) {
                engine.tasks().complete(AMR_LI, task(engine, number), Map.of("verdict", "grant"));
            }
            assertThat(engine.cases().view(FOUNDER, number).tokens()).containsExactly("tax");
            AuditReport report = engine.audit(AUDITOR);
            assertThat(report.differences()).isEmpty();
            assertThat(engine.ledger().receipt(report.head() - 1).text()).isNotEmpty();
        }
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/quorum", folder));
                Engine engine = start(quorum)) {
            assertThat(engine.audit(AUDITOR).differences()).isEmpty();
        }
    }
}
