package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chancery.engine.AuditReport;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.gate.GateSteps;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit that hangs while others go by is no tampering, and hides none. */
class AuditUnderLoadTest {

    /** One more than a stopped database is allowed. */
    private static final int OTHERS = 1_001;

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private volatile Thread slow;
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch(), this::at);
        slow = Thread.ofPlatform().unstarted(() -> note("slow"));
        slow.start();
        assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        goesOn.countDown();
        slow.join();
        node.close();
    }

    private void at(GateSteps.Step step, UUID record) {
        if (step == GateSteps.Step.BEFORE_COMMIT && Thread.currentThread() == slow) {
            hangs.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One leaf: a row of its own. */
    private void note(String name) {
        try (Connection connection = node.gated.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into ACT_GE_PROPERTY (NAME_, VALUE_, REV_) values (?, ?, ?)")) {
            connection.setAutoCommit(false);
            insert.setString(1, name);
            insert.setString(2, "noted");
            insert.setInt(3, 1);
            insert.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private AuditReport audit() throws SQLException {
        return new AuditRun(ledger, null).of(node.database, node.gate.held());
    }

    @Test
    void aCommitThatHangsIsNotTakenForAHandHoweverManyGoBy() throws Exception {
        for (int i = 0; i < OTHERS; i++) {
            note("other " + i);
        }
        AuditReport report = audit();
        assertThat(report.differences()).isEmpty();
        assertThat(report.behind()).isEqualTo(1);
        goesOn.countDown();
        slow.join();
        assertThat(audit().behind()).isZero();
    }

    @Test
    void whatWasTakenOutBehindItWithItsMarkIsNamed() throws Exception {
        note("gone");
        long leaf = ledger.head().size() - 1;
        note("last");
        try (Connection connection = node.database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from CH_LEAF where LEAF_ = " + leaf);
            statement.executeUpdate("delete from ACT_GE_PROPERTY where NAME_ = 'gone'");
            connection.commit();
        }
        AuditReport report = audit();
        assertThat(report.differences())
                .extracting(AuditReport.Difference::table)
                .containsExactlyInAnyOrder("ACT_GE_PROPERTY", "CH_LEAF");
        assertThat(report.behind()).isEqualTo(1);
    }
}
