package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.chancery.engine.Availability;
import org.chancery.engine.EngineException;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.InMemoryLedger.Fault;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateRefused;
import org.chancery.engine.gate.GateSteps;
import org.chancery.ledger.Entry;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.runtime.Job;

/** When the gate closes and opens: terms, fences, a lost quorum, and jobs that were locked meanwhile. */
class KeeperTest extends OneNode {

    /** How long a start waits while nothing moves. */
    private static final long QUIET_MILLIS = 20_000;

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

    /** A start waits for the first opening only: the locks are released through the gate, which may take its time. */
    @Test
    void theNodeIsOpenBeforeTheJobLocksOfItsPredecessorAreReleased() throws Exception {
        begin();
        lock(node.engine.getManagementService().createJobQuery().list().get(0).getId());
        node.keeper.close();
        CountDownLatch open = new CountDownLatch(1);
        ledger.beforeCommit(entry -> {
            // The barrier, which comes first, changes no row.
            if (entry.privatePart().length > 0) {
                await(open);
            }
        });
        Gate gate = new Genesis(new SchemaScripts(List.of()))
                .prepare("node", node.database, ledger, Clock.systemUTC(), GateSteps.NONE, QUIET_MILLIS);
        try (Keeper next = new Keeper(gate, ledger, node.database)) {
            next.start();
            try {
                next.awaitFirstOpening(QUIET_MILLIS);
                assertThat(gate.isOpen()).isTrue();
                assertThat(count("ACT_RU_JOB where LOCK_OWNER_ is not null")).isEqualTo(1);
            } finally {
                open.countDown();
            }
            await("the lock is released", () -> count("ACT_RU_JOB where LOCK_OWNER_ is not null") == 0);
        }
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

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
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

    /** Somebody else's record that no key here opens: nothing behind it can be applied. */
    @Test
    void whatStopsReplayForGoodIsSaidAndIsNoCatchingUp() throws Exception {
        ledger.fail(Fault.LOST_ANSWER, 1);
        byte[] record = "{\"kind\":\"business\",\"transitions\":[],\"v\":3}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ledger.append(new Entry(UUID.randomUUID(), record, new byte[] {1, 2, 3}), 1))
                .isInstanceOf(LedgerException.UnknownOutcome.class);
        await("replay stops", () -> node.keeper.availability() == Availability.DIVERGED);
        assertThat(node.keeper.divergence())
                .hasValueSatisfying(why -> assertThat(why).hasMessageContaining("cannot be read here"));
        try (Connection connection = node.gated.getConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> change(connection))
                    .satisfies(
                            e -> assertThat(GateRefused.reason(e)).containsInstanceOf(EngineException.Diverged.class));
        }
    }

    @Test
    void aDatabaseThatFailsIsNamedAndIsNoMissingLeader() throws Exception {
        node.keeper.close();
        DataSource full = (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    throw new SQLException("no space left on device");
                });
        try (Keeper keeper = new Keeper(node.gate, ledger, full)) {
            keeper.start();
            await("it has tried", () -> !node.gate.isOpen());
            assertThatThrownBy(() -> keeper.awaitFirstOpening(2_000))
                    .isInstanceOf(EngineException.Failed.class)
                    .hasMessageContaining("no space left on device");
        }
    }

    @Test
    void aSlowJobHoldsUpOtherJobsAndNotTheGate() throws Exception {
        CountDownLatch jobEnds = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        node.keeper.attach(new Keeper.Dependants() {
            @Override
            public void replayed(Set<String> tables) {}

            @Override
            public void opened() {
                opened.incrementAndGet();
            }

            @Override
            public void closed() {
                try {
                    jobEnds.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        long before = ledger.head().size();
        node.gate.close();
        await("a barrier is written", () -> ledger.head().size() > before);
        awaitOpen();
        begin();
        int seen = opened.get();
        long looked = ledger.termsAsked();
        await("the keeper looks", () -> ledger.termsAsked() > looked + 2);
        assertThat(opened).hasValue(seen);
        jobEnds.countDown();
        await("jobs run again", () -> opened.get() == seen + 1);
    }
}
