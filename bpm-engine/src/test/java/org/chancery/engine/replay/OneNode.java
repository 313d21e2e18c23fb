package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.chancery.engine.Availability;
import org.chancery.engine.InMemoryLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.operaton.bpm.engine.repository.Deployment;

/** A node with the branching process, for tests of the gate and of what keeps it. */
abstract class OneNode {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final InMemoryLedger ledger = new InMemoryLedger();
    TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch());
        deploy();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    Deployment deploy() {
        return node.engine
                .getRepositoryService()
                .createDeployment()
                .addClasspathResource("org/chancery/engine/branches.bpmn")
                .addClasspathResource("org/chancery/engine/rate.dmn")
                .deploy();
    }

    String begin() {
        return node.engine
                .getRuntimeService()
                .startProcessInstanceByKey("branches", Map.of("capital", 1))
                .getId();
    }

    String task() {
        return node.engine
                .getTaskService()
                .createTaskQuery()
                .taskDefinitionKey("left")
                .list()
                .get(0)
                .getId();
    }

    long count(String table) throws SQLException {
        try (Connection connection = node.database.getConnection();
                PreparedStatement query = connection.prepareStatement("select count(*) from " + table);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    void awaitOpen() throws Exception {
        await("the gate opens", () -> node.keeper.availability() == Availability.OPEN);
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    void databaseEqualsLedger() throws SQLException {
        assertThat(new AuditRun(ledger, null).of(node.database).differences()).isEmpty();
    }

    static void change(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update ACT_GE_PROPERTY set VALUE_ = ? where NAME_ = ?")) {
            update.setString(1, "7");
            update.setString(2, "next.dbid");
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }
}
