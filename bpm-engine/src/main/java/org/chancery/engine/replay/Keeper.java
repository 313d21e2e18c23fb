package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.chancery.engine.Availability;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GatedDataSource;
import org.chancery.engine.gate.LeafMarks;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the gate and keeps it honest, on one thread of its own. The same steps serve a start, a promotion and an
 * unknown outcome: wait until nothing commits, replay what the database has not got, append a barrier record in the
 * present term, which settles every earlier outcome, replay up to it, open. While another node leads, it replays what
 * that node commits.
 */
public final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final long TICK_MILLIS = 100;

    /**
     * How long the ledger may not be writable before an open gate closes. A busy machine answers late now and then;
     * what commits meanwhile asks the ledger itself, and a refusal closes the gate at once.
     */
    private static final Duration LATE = Duration.ofSeconds(1);

    /** What hangs on the gate being open: the job executor, the caches. */
    public interface Dependants {
        /** Replay changed these tables (upper case). Called on the keeper's thread. */
        void replayed(Set<String> tables);

        /** The gate is open, and {@link #closed} has come back. Called on the keeper's thread. */
        void opened();

        /** The gate is closed. Called on a thread of its own: a job that runs may take its time. */
        void closed();
    }

    private final Gate gate;
    private final Ledger ledger;
    private final DataSource database;
    private final LeafReplay replay;
    private final Duration late;
    private final Lack noPersonKeys;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch firstOpening = new CountDownLatch(1);
    private final Thread thread;

    private volatile Dependants dependants;
    private volatile Divergence divergence;
    private volatile Throwable failure;
    private volatile boolean stopped;
    private boolean toldOpen;
    private boolean staleLocks;
    private Optional<Thread> closing = Optional.empty();
    private long openTerm;
    private long writableAt;

    /** @param database the real one, not gated */
    public Keeper(Gate gate, Ledger ledger, DataSource database) {
        this(gate, ledger, database, LATE);
    }

    /** @param late how long the ledger may not be writable before an open gate closes */
    Keeper(Gate gate, Ledger ledger, DataSource database, Duration late) {
        this.late = late;
        this.noPersonKeys = new Lack(late);
        this.gate = gate;
        this.ledger = ledger;
        this.database = database;
        this.replay = new LeafReplay(ledger, database, gate.schema(), gate.held());
        this.thread = Thread.ofPlatform().name("gate-keeper").daemon().unstarted(this::keep);
    }

    public void start() {
        gate.onClose(wake::release);
        ledger.follow(leaf -> notice());
        thread.start();
    }

    /** A leaf that nobody here waited for: somebody else leads, or a caller gave up too early. */
    private void notice() {
        gate.close();
        wake.release();
    }

    /** Whoever hangs on the gate; told at once if it is open already. */
    public void attach(Dependants newDependants) {
        dependants = newDependants;
        wake.release();
    }

    /**
     * Waits for the gate's first opening, for as long as replay goes on.
     *
     * @param patienceMillis how long to wait while nothing moves
     * @throws EngineException.NoQuorum if nothing moved for that long
     * @throws EngineException.Failed if nothing moved because the database or this node fails, with the failure's words
     * @throws Divergence if replay stopped for good
     */
    public void awaitFirstOpening(long patienceMillis) {
        long seen = -1;
        long end = 0;
        try {
            while (!firstOpening.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (divergence != null) {
                    throw divergence;
                }
                if (gate.held().below() != seen) {
                    seen = gate.held().below();
                    end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
                } else if (System.nanoTime() > end) {
                    throw stuck();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.NotCurrent(e);
        }
    }

    /** Why the gate did not open: what failed at the last turn, if anything did but the ledger's majority. */
    private EngineException stuck() {
        Throwable last = failure;
        return last == null || last instanceof LedgerException.NoQuorum
                ? new EngineException.NoQuorum(last)
                : new EngineException.Failed("the gate could not be opened: " + last.getMessage(), last);
    }

    public Availability availability() {
        if (divergence().isPresent()) {
            return Availability.DIVERGED;
        }
        LedgerStatus now = ledger.status();
        if (gate.isOpen()) {
            return noPersonKeys.lasts(!now.personKeys()) ? Availability.NO_PERSON_KEYS : Availability.OPEN;
        }
        return now.quorum() ? Availability.CATCHING_UP : Availability.NO_QUORUM;
    }

    /** Why replay stopped for good, if it did. */
    public Optional<Divergence> divergence() {
        return Optional.ofNullable(divergence);
    }

    private void keep() {
        while (!stopped && divergence == null) {
            try {
                turn();
                failure = null;
                wake.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
            } catch (Divergence e) {
                divergence = e;
                gate.closeForGood();
                LOG.error("{}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException | Error e) {
                if (!stopped) {
                    if (failure == null || !Objects.equals(failure.getMessage(), e.getMessage())) {
                        LOG.warn("The gate could not be opened; trying again", e); // once, for as long as it lasts
                    }
                    failure = e;
                    pause();
                }
            }
        }
    }

    private void turn() throws SQLException, InterruptedException {
        if (gate.isOpen()) {
            if (mayStayOpen(ledger.writableTerm())) {
                tellOpened();
                return;
            }
            gate.close();
        }
        tellClosed();
        gate.awaitQuiet();
        requireSameRecords(ledger.head().size());
        catchUp(ledger.head().size());
        Optional<Long> term = ledger.writableTerm();
        if (term.isPresent()) {
            open(term.get());
        }
    }

    private boolean mayStayOpen(Optional<Long> term) {
        if (term.isPresent()) {
            writableAt = System.nanoTime();
        }
        return term.map(now -> now == openTerm).orElseGet(() -> System.nanoTime() - writableAt < late.toNanos());
    }

    private void open(long term) throws SQLException {
        Committed barrier;
        try {
            barrier = ledger.append(gate.records().bare("barrier", term), term);
        } catch (LedgerException.NoQuorum | LedgerException.StaleTerm | LedgerException.UnknownOutcome e) {
            LOG.info("No barrier yet: {}", e.getMessage());
            pause();
            return;
        }
        if (gate.held().top() > barrier.index()) {
            String what = "the database holds " + gate.held().top() + " leaves, the ledger had " + barrier.index();
            throw new Divergence(barrier.index(), what, null);
        }
        catchUp(barrier.index() + 1);
        openTerm = term;
        writableAt = System.nanoTime();
        gate.open(term);
        LOG.info("Open for writing in term {} at leaf {}", term, barrier.index());
        firstOpening.countDown();
        staleLocks = true;
        tellOpened();
        gate.changed();
    }

    /**
     * The marks say which leaves the database holds, but not of which log: after a restore of older voters they would
     * make replay skip leaves that the database has never seen.
     */
    private void requireSameRecords(long size) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (long leaf : new long[] {0, gate.held().top() - 1}) {
                Optional<UUID> held = leaf < 0 || leaf >= size ? Optional.empty() : LeafMarks.record(connection, leaf);
                if (held.isPresent() && !held.get().equals(ledger.leaf(leaf).id())) {
                    throw new Divergence(leaf, "the database holds a record of another ledger", null);
                }
            }
            connection.rollback();
        }
    }

    /** Locks belong to threads that are gone: of a dead leader, or of this node before the gate closed. */
    private void releaseJobLocks() {
        try (Connection connection = new GatedDataSource(database, gate).getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement release = connection.prepareStatement("update ACT_RU_JOB set LOCK_OWNER_ = null,"
                    + " LOCK_EXP_TIME_ = null where LOCK_OWNER_ is not null or LOCK_EXP_TIME_ is not null")) {
                release.executeUpdate();
            }
            connection.commit();
        } catch (SQLException e) {
            LOG.warn("Job locks were not released; they expire by themselves", e);
        }
    }

    private void catchUp(long size) throws SQLException {
        Set<String> touched = replay.to(size);
        if (!touched.isEmpty()) {
            Dependants told = dependants;
            if (told != null) {
                told.replayed(touched);
            }
            gate.changed();
        }
    }

    /** Not before whatever ran behind the closed gate has ended: the locks are its own. */
    private void tellOpened() {
        if (closing.map(Thread::isAlive).orElse(false)) {
            return;
        }
        if (staleLocks) {
            staleLocks = false;
            releaseJobLocks();
        }
        Dependants told = dependants;
        if (told != null && !toldOpen) {
            toldOpen = true;
            told.opened();
        }
    }

    private void tellClosed() {
        if (toldOpen) {
            toldOpen = false;
            closing = Optional.of(
                    Thread.ofPlatform().name("gate-closing").daemon().start(dependants::closed));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(TICK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopped = true;
        gate.close();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
