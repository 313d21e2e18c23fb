package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.PersonKeys;

/** The whole node over a ledger and keys in memory, which outlive it: each start is a restart on the same folder. */
final class LicenceNode {

    /** What is to happen soon happens sooner by far; the machine may be busy with something else. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final InMemoryLedger ledger = new InMemoryLedger();
    final Workbench.Keys keys = new Workbench.Keys();
    private final Path folder;

    LicenceNode(Path folder) {
        this.folder = folder;
    }

    /** The file that the database is kept in. */
    Path database() {
        return folder.resolve("engine.mv.db");
    }

    Engine start() {
        return start(keys, LicenceParts.bundle());
    }

    Engine start(PersonKeys persons, ServiceBundle service) {
        return EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(service),
                        LicenceParts.checks(),
                        true),
                ledger,
                persons);
    }

    static String apply(Engine engine, String key) {
        return engine.cases().start(FOUNDER, "licence", LicenceParts.application(), key);
    }

    static String task(Engine engine, String number) {
        return engine.tasks().inbox(AMR_LI).stream()
                .filter(task -> task.caseNumber().equals(number))
                .findFirst()
                .orElseThrow()
                .id();
    }

    static void agrees(Engine engine) {
        AuditReport report = engine.audit(AUDITOR);
        assertThat(report.differences()).isEmpty();
        assertThat(report.rows()).isPositive();
        assertThat(report.head()).isEqualTo(engine.ledger().head().size());
    }

    static void await(Engine engine, Availability wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (engine.availability() != wanted) {
            assertThat(System.nanoTime())
                    .as("time spent on waiting for " + wanted)
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }
}
