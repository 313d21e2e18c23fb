package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Availability;
import org.chancery.engine.EngineException;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.InMemoryLedger.Fault;
import org.chancery.engine.gate.GateRefused;
import org.chancery.engine.image.RowImage;
import org.chancery.ledger.Entry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.repository.Deployment;
import org.operaton.bpm.engine.runtime.Job;
import org.operaton.bpm.engine.task.Task;

/** The gate's promises: I1, unknown outcomes, refusals that leave nothing behind. */
class GateTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InMemoryLedger ledger = new InMemoryLedger();
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch());
        deploy();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private Deployment deploy() {
        return node.engine
                .getRepositoryService()
                .createDeployment()
                .addClasspathResource("org/chancery/engine/branches.bpmn")
                .addClasspathResource("org/chancery/engine/rate.dmn")
                .deploy();
    }

    private String begin() {
        return node.engine
                .getRuntimeService()
                .startProcessInstanceByKey("branches", Map.of("capital", 1))
                .getId();
    }

    private String task() {
        return node.engine
                .getTaskService()
                .createTaskQuery()
                .taskDefinitionKey("left")
                .list()
                .get(0)
                .getId();
    }

    private long count(String table) throws SQLException {
        try (Connection connection = node.database.getConnection();
                PreparedStatement query = connection.prepareStatement("select count(*) from " + table);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void awaitOpen() throws Exception {
        await("the gate opens", () -> node.keeper.availability() == Availability.OPEN);
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void databaseEqualsLedger() throws SQLException {
        assertThat(new AuditRun(ledger, null).of(node.database).differences()).isEmpty();
    }

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
    void aDecisionOfAnEarlierTermIsRefused() throws Exception {
        begin();
        try (Connection connection = node.gated.getConnection()) {
            connection.setAutoCommit(false);
            change(connection);
            ledger.nextTerm();
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(GateRefused.class)
                    .satisfies(e ->
                            assertThat(GateRefused.reason(e)).containsInstanceOf(EngineException.NotCurrent.class));
        }
        awaitOpen();
        databaseEqualsLedger();
    }

    @Test
    void whatBeganBeforeAFenceIsRefusedAfterIt() throws Exception {
        begin();
        try (Connection connection = node.gated.getConnection()) {
            connection.setAutoCommit(false);
            change(connection);
            node.gate.close();
            awaitOpen();
            assertThatThrownBy(connection::commit).isInstanceOf(GateRefused.class);
        }
        databaseEqualsLedger();
    }

    private static void change(Connection connection) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update ACT_GE_PROPERTY set VALUE_ = ? where NAME_ = ?")) {
            update.setString(1, "7");
            update.setString(2, "next.dbid");
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
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
    void aRefusedJobKeepsItsRetriesAndItsLockIsReleasedAtTheNextOpening() throws Exception {
        begin();
        Job job = node.engine.getManagementService().createJobQuery().list().get(0);
        long logs = count("ACT_HI_JOB_LOG");
        ledger.fail(Fault.NO_QUORUM, 1);
        assertThatThrownBy(() -> node.engine.getManagementService().executeJob(job.getId()))
                .isInstanceOf(RuntimeException.class);
        awaitOpen();
        Job after = node.engine
                .getManagementService()
                .createJobQuery()
                .jobId(job.getId())
                .singleResult();
        assertThat(after.getRetries()).isEqualTo(job.getRetries());
        assertThat(count("ACT_HI_JOB_LOG")).isEqualTo(logs);
        lock(job.getId());
        node.gate.close();
        awaitOpen();
        await("the lock is released", () -> count("ACT_RU_JOB where LOCK_OWNER_ is not null") == 0);
        node.engine.getManagementService().executeJob(job.getId());
        databaseEqualsLedger();
    }

    private void lock(String job) throws SQLException {
        try (Connection connection = node.gated.getConnection();
                PreparedStatement lock = connection.prepareStatement(
                        "update ACT_RU_JOB set LOCK_OWNER_ = 'a dead leader' where ID_ = ?")) {
            lock.setString(1, job);
            assertThat(lock.executeUpdate()).isEqualTo(1);
        }
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
                        .of(node.database, node.gate.held().below())
                        .differences())
                .extracting(AuditReport.Difference::table)
                .containsExactly("CH_LEAF");
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
    void aLateAnswerOfTheOthersLeavesTheGateOpen() throws Exception {
        InMemoryLedger others = new InMemoryLedger();
        try (TestNode patient = new TestNode(others, NodeDatabase.scratch(), List.of(), Duration.ofMinutes(10))) {
            long before = others.head().size();
            others.quorum(false);
            keeperLooksTwice(others);
            others.quorum(true);
            keeperLooksTwice(others);
            assertThat(patient.gate.isOpen()).isTrue();
            assertThat(others.head().size()).as("no barrier was needed").isEqualTo(before);
        }
    }

    /** The first look may have begun before the call; the second one has not, and the third shows that it is over. */
    private static void keeperLooksTwice(InMemoryLedger ledger) throws Exception {
        long before = ledger.termsAsked();
        await("the keeper looks", () -> ledger.termsAsked() > before + 2);
    }

    @Test
    void aLostQuorumClosesTheGate() throws Exception {
        ledger.quorum(false);
        await("the gate closes", () -> !node.gate.isOpen());
        ledger.quorum(true);
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
