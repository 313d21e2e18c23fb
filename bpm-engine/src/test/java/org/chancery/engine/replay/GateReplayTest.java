package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Availability;
import org.chancery.engine.EngineException;
import org.chancery.engine.InMemoryLedger.Fault;
import org.chancery.engine.gate.GateRefused;
import org.chancery.engine.image.RowImage;
import org.chancery.ledger.Entry;
import org.junit.jupiter.api.Test;

/** What replay and audit make of a ledger: unknown outcomes, one moment while work goes on, what does not fit. */
class GateReplayTest extends OneNode {

    @Test
    void anUnknownOutcomeThatStandsInTheLogIsReplayed() throws Exception {
        begin();
        String task = task();
        ledger.fail(Fault.LOST_ANSWER, 1);
        assertThatThrownBy(() -> node.engine.getTaskService().complete(task))
                .satisfies(e ->
                        assertThat(GateRefused.reason(e)).containsInstanceOf(EngineException.UnknownOutcome.class));
        awaitOpen();
        assertThat(node.engine.getTaskService().createTaskQuery().taskId(task).count())
                .isZero();
        databaseEqualsLedger();
    }

    @Test
    void anUnknownOutcomeThatIsNotInTheLogLeavesNothing() throws Exception {
        begin();
        String task = task();
        ledger.fail(Fault.LOST_ANSWER_AND_ENTRY, 1);
        assertThatThrownBy(() -> node.engine.getTaskService().complete(task))
                .satisfies(e ->
                        assertThat(GateRefused.reason(e)).containsInstanceOf(EngineException.UnknownOutcome.class));
        awaitOpen();
        assertThat(node.engine.getTaskService().createTaskQuery().taskId(task).count())
                .isEqualTo(1);
        node.engine.getTaskService().complete(task);
        databaseEqualsLedger();
    }

    @Test
    void anAuditSpeaksForOneMomentWhileWorkGoesOn() throws Exception {
        AtomicLong begun = new AtomicLong();
        Thread work = Thread.ofPlatform().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                begin();
                begun.incrementAndGet();
            }
        });
        try {
            long seen = -1;
            for (int i = 0; i < 4; i++) {
                long before = begun.get();
                // of the first one the last audit may have seen the leaf
                await("work goes on", () -> begun.get() > before + 1);
                AuditReport report = new AuditRun(ledger, null).of(node.database);
                assertThat(report.differences()).isEmpty();
                assertThat(report.head()).isGreaterThan(seen);
                seen = report.head();
            }
        } finally {
            work.interrupt();
            work.join();
        }
    }

    @Test
    void aRemovedMarkDoesNotHideWhatItsLeafDid() throws Exception {
        begin();
        long leaf = ledger.head().size() - 1;
        try (Connection connection = node.database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from CH_LEAF where LEAF_ = " + leaf);
            connection.commit();
        }
        assertThat(new AuditRun(ledger, null)
                        .of(node.database, node.gate.held())
                        .differences())
                .extracting(AuditReport.Difference::table)
                .containsExactly("CH_LEAF");
    }

    @Test
    void aDivergentDatabaseStopsReplayAndIsNamed() throws Exception {
        begin();
        Entry elsewhere = node.gate
                .records()
                .genesis(
                        List.of(RowImage.delete(
                                node.gate.schema().find("ACT_RU_TASK").orElseThrow(), new Object[] {"a task"})),
                        1);
        ledger.append(elsewhere, ledger.writableTerm().orElseThrow());
        node.gate.close();
        await("replay stops", () -> node.keeper.divergence().isPresent());
        assertThat(node.keeper.divergence())
                .hasValueSatisfying(d -> assertThat(d).hasMessageContaining("ACT_RU_TASK"));
        assertThat(node.keeper.availability()).isNotEqualTo(Availability.OPEN);
    }
}
