package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.chancery.engine.EngineException;
import org.chancery.engine.InMemoryLedger.Fault;
import org.chancery.engine.gate.GateRefused;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.task.Task;

/** The gate's promises for a commit: I1, and refusals that leave nothing behind. */
class GateCommitTest extends OneNode {

    @Test
    void nothingIsVisibleBeforeTheQuorumHasIt() throws Exception {
        AtomicLong seenWhileProposed = new AtomicLong(-1);
        ledger.beforeCommit(entry -> seenWhileProposed.set(instances()));
        AtomicLong seenBeforeDatabaseCommit = new AtomicLong(-1);
        ledger.afterCommit(leaf -> seenBeforeDatabaseCommit.set(instances()));
        begin();
        assertThat(seenWhileProposed).hasValue(0);
        assertThat(seenBeforeDatabaseCommit).hasValue(0);
        assertThat(instances()).isEqualTo(1);
    }

    private long instances() {
        try {
            return count("ACT_HI_PROCINST");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefusedCommitChangesNothing() throws Exception {
        begin();
        Map<String, Map<String, String>> before = TestNode.rows(node.database, node.gate);
        ledger.fail(Fault.NO_QUORUM, 1);
        assertThatThrownBy(() -> node.engine.getTaskService().complete(task()))
                .satisfies(e -> assertThat(GateRefused.reason(e)).containsInstanceOf(EngineException.NoQuorum.class));
        awaitOpen();
        assertThat(TestNode.rows(node.database, node.gate)).isEqualTo(before);
        node.engine.getTaskService().complete(task());
        databaseEqualsLedger();
    }

    @Test
    void aRefusedDeploymentLeavesNothingBehindCachesIncluded() throws Exception {
        begin();
        long definitions = count("ACT_RE_PROCDEF");
        ledger.fail(Fault.NO_QUORUM, 1);
        assertThatThrownBy(this::deployChanged).isInstanceOf(RuntimeException.class);
        assertThat(node.configuration
                        .getDeploymentCache()
                        .getProcessDefinitionCache()
                        .isEmpty())
                .isTrue();
        awaitOpen();
        assertThat(count("ACT_RE_PROCDEF")).isEqualTo(definitions);
        begin();
        assertThat(node.engine.getRuntimeService().createProcessInstanceQuery().list())
                .allSatisfy(i -> assertThat(i.getProcessDefinitionId()).startsWith("branches:1:"));
        deployChanged();
        begin();
        databaseEqualsLedger();
    }

    private void deployChanged() {
        node.engine
                .getRepositoryService()
                .createDeployment()
                .addString(
                        "more.bpmn",
                        "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
                                + " xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\" targetNamespace=\"t\" id=\"d\">"
                                + "<process id=\"branches\" isExecutable=\"true\" camunda:historyTimeToLive=\"P1D\">"
                                + "<startEvent id=\"s\"/></process></definitions>")
                .deploy();
    }

    @Test
    void textsThatTheLedgerCannotHoldReachNoDatabase() throws Exception {
        String instance = begin();
        Map<String, Map<String, String>> before = TestNode.rows(node.database, node.gate);
        for (String text : List.of("a\uD83D", "\uDE00b", "a\0b")) {
            assertThatThrownBy(() -> node.engine.getRuntimeService().setVariable(instance, "comment", text))
                    .satisfies(e ->
                            assertThat(GateRefused.reason(e)).containsInstanceOf(EngineException.InvalidInput.class));
            try (Connection connection = node.gated.getConnection()) {
                assertThatThrownBy(() -> connection.prepareStatement(
                                "update ACT_RU_TASK set DESCRIPTION_ = '" + text + "' where ID_ = 'x'"))
                        .isInstanceOf(GateRefused.class);
            }
        }
        assertThat(TestNode.rows(node.database, node.gate)).isEqualTo(before);
        node.engine.getRuntimeService().setVariable(instance, "comment", "whole \uD83D\uDE00");
        databaseEqualsLedger();
    }

    @Test
    void afterAFailedStatementNothingIsCommitted() throws Exception {
        long before = ledger.head().size();
        try (Connection connection = node.gated.getConnection()) {
            connection.setAutoCommit(false);
            change(connection);
            assertThatThrownBy(() -> connection
                            .prepareStatement("select no_such_thing from ACT_GE_PROPERTY")
                            .executeQuery())
                    .isInstanceOf(SQLException.class);
            try (PreparedStatement failing =
                    connection.prepareStatement("select cast(NAME_ as int) from ACT_GE_PROPERTY")) {
                assertThatThrownBy(failing::executeQuery).isInstanceOf(SQLException.class);
            }
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
            connection.rollback();
        }
        assertThat(ledger.head().size()).isEqualTo(before);
        databaseEqualsLedger();
    }

    @Test
    void tasksCompletedAtOnceAreRecordedInAnOrderThatReplays() throws Exception {
        for (int i = 0; i < 6; i++) {
            begin();
        }
        List<Task> tasks = node.engine.getTaskService().createTaskQuery().list();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (Task task : tasks) {
            for (int i = 0; i < 2; i++) {
                calls.add(() -> {
                    try {
                        node.engine.getTaskService().complete(task.getId());
                        return true;
                    } catch (RuntimeException e) {
                        return false;
                    }
                });
            }
        }
        int won = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Boolean> done : threads.invokeAll(calls)) {
                won += done.get() ? 1 : 0;
            }
        }
        assertThat(won).isPositive().isLessThanOrEqualTo(tasks.size());
        for (Task task : node.engine.getTaskService().createTaskQuery().list()) {
            node.engine.getTaskService().complete(task.getId());
        }
        assertThat(node.engine.getTaskService().createTaskQuery().count()).isZero();
        databaseEqualsLedger();
    }

    @Test
    void nothingThatAConnectionHandsOutIsTheRealOne() throws Exception {
        try (Connection connection = node.gated.getConnection();
                PreparedStatement read = connection.prepareStatement("select ID_ from ACT_RU_TASK");
                Statement plain = connection.createStatement()) {
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
            assertThat(read.getConnection()).isSameAs(connection);
            assertThat(plain.getConnection()).isSameAs(connection);
            assertThatThrownBy(() -> connection.getMetaData().unwrap(Object.class))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void waysRoundTheGateAreClosed() throws Exception {
        try (Connection connection = node.gated.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.prepareCall("call X()"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThatThrownBy(() -> connection.unwrap(Connection.class)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection.createStatement().execute("drop table ACT_RU_TASK"))
                    .isInstanceOf(SQLFeatureNotSupportedException.class);
            change(connection);
            connection.setAutoCommit(true);
        }
        assertThat(count("ACT_GE_PROPERTY where VALUE_ = '7'")).isZero();
        databaseEqualsLedger();
    }

    @Test
    void rowsThatAQueryFoundLeadToNothingUngated() throws Exception {
        begin();
        try (Connection connection = node.gated.getConnection();
                PreparedStatement read = connection.prepareStatement("select ID_, REV_ from ACT_RU_TASK");
                Statement plain = connection.createStatement()) {
            for (int type : List.of(ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE)) {
                assertThatThrownBy(() -> connection.createStatement(type, ResultSet.CONCUR_UPDATABLE))
                        .isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(() -> connection.prepareStatement("select 1", type, ResultSet.CONCUR_UPDATABLE))
                        .isInstanceOf(SQLFeatureNotSupportedException.class);
                connection
                        .prepareStatement("select 1", type, ResultSet.CONCUR_READ_ONLY)
                        .close();
            }
            try (ResultSet rows = read.executeQuery()) {
                assertThat(rows.getStatement()).isSameAs(read);
                assertThat(rows.next()).isTrue();
                assertThatThrownBy(() -> rows.updateInt(2, 9)).isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(rows::deleteRow).isInstanceOf(SQLFeatureNotSupportedException.class);
                assertThatThrownBy(() -> rows.unwrap(Object.class)).isInstanceOf(SQLException.class);
            }
            assertThat(read.execute()).isTrue();
            assertThat(read.getResultSet().getStatement()).isSameAs(read);
            assertThat(plain.executeQuery("select 1").getStatement()).isSameAs(plain);
            assertThat(connection.getMetaData().getTables(null, null, "X", null).getStatement())
                    .isNull();
        }
    }

    /** The database takes the blank before a number, the record's image does not: the row is changed by then. */
    @Test
    void whatFailsAfterItsStatementRanIsNotCommitted() throws Exception {
        try (Connection connection = node.gated.getConnection()) {
            connection.setAutoCommit(false);
            change(connection);
            try (PreparedStatement update =
                    connection.prepareStatement("update ACT_GE_PROPERTY set REV_ = ? where NAME_ = ?")) {
                update.setString(1, " 77");
                update.setString(2, "next.dbid");
                assertThatThrownBy(update::executeUpdate).isInstanceOf(NumberFormatException.class);
                assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
                connection.rollback();
                update.addBatch();
                assertThatThrownBy(update::executeBatch).isInstanceOf(NumberFormatException.class);
                assertThatThrownBy(connection::commit).hasMessageContaining("can only be rolled back");
            }
        }
        assertThat(count("ACT_GE_PROPERTY where REV_ = 77 or VALUE_ = '7'")).isZero();
        databaseEqualsLedger();
    }

    @Test
    void eachProcessOfAFileIsToldWhenItIsDeployed() {
        String model = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' targetNamespace='t'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/bpmn'>"
                + "<process id='one' isExecutable='true' camunda:historyTimeToLive='P1D'><startEvent id='s'/></process>"
                + "<process id='two' isExecutable='true' camunda:historyTimeToLive='P1D'><startEvent id='r'/></process></definitions>";
        node.engine
                .getRepositoryService()
                .createDeployment()
                .addString("both.bpmn", model)
                .addString("note.properties", "a=b")
                .deploy();
        String record = new String(ledger.leaf(ledger.head().size() - 1).publicPart(), StandardCharsets.UTF_8);
        assertThat(record)
                .containsOnlyOnce("\"process\":\"one\"")
                .containsOnlyOnce("\"process\":\"two\"")
                .containsOnlyOnce("\"resource\":\"note.properties\"");
    }
}
