package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.GateSteps.Step;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a database transaction commit only after a quorum holds its record.
 *
 * <p><b>Epochs.</b> The gate is open or closed. Each opening begins a new epoch, and a transaction may commit only in
 * the epoch in which its first statement ran: what it read was then the newest state, and nothing was replayed under
 * it since. Whenever the ledger's answer leaves a doubt, or leadership may have moved, the gate closes itself; whoever
 * keeps it ({@code replay.Keeper}) settles the doubt, replays and opens it again.
 *
 * <p><b>Threading.</b> Any number of transactions commit at once. Opening waits for those that still commit.
 */
public final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Ledger ledger;
    private final GateSteps steps;
    private final Schema schema;
    private final SqlShapes shapes;
    private final Records records;
    private final HeldLeaves held;
    private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> closeListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> refusalListeners = new CopyOnWriteArrayList<>();

    private volatile boolean open;
    private volatile boolean forGood;
    private volatile long epoch;
    private long term;
    private int committing;

    public Gate(String node, Ledger ledger, Clock clock, GateSteps steps, Schema schema, HeldLeaves held) {
        this.ledger = ledger;
        this.steps = steps;
        this.schema = schema;
        this.shapes = new SqlShapes(schema);
        this.records = new Records(node, clock, schema, ledger.cipher());
        this.held = held;
    }

    SqlShapes shapes() {
        return shapes;
    }

    long epoch() {
        return epoch;
    }

    public Schema schema() {
        return schema;
    }

    public Records records() {
        return records;
    }

    /** The leaves that the gated database holds. */
    public HeldLeaves held() {
        return held;
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether a majority of the ledger's voters answers at present. */
    public boolean hasQuorum() {
        return ledger.status().quorum();
    }

    /** Told after each change, on the committing thread, once it is visible. */
    public AutoCloseable onChange(Runnable listener) {
        changeListeners.add(listener);
        return () -> changeListeners.remove(listener);
    }

    /** Told when the gate has closed itself, on the thread that caused it: wake somebody, do not work. */
    public void onClose(Runnable listener) {
        closeListeners.add(listener);
    }

    /** Told after a transaction was refused and rolled back: drop what caches may have kept of it. */
    public void onRefusal(Runnable listener) {
        refusalListeners.add(listener);
    }

    /** Tells the listeners of {@link #onChange} that replay changed something. */
    public void changed() {
        changeListeners.forEach(listener -> {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("A listener failed after a change; the change stands", e);
            }
        });
    }

    /** Opens a new epoch. The caller has replayed every leaf and appended a barrier in this term. */
    public synchronized void open(long newTerm) {
        if (committing > 0) {
            throw new IllegalStateException("transactions of the last epoch are still committing");
        }
        term = newTerm;
        epoch++;
        open = true;
        notifyAll();
    }

    /** Closes the gate: transactions that have not proposed their record yet are refused. */
    public void close() {
        synchronized (this) {
            if (!open) {
                return;
            }
            open = false;
        }
        closeListeners.forEach(Runnable::run);
    }

    /** Closes the gate for as long as this node runs: its database does not agree with the ledger. */
    public void closeForGood() {
        forGood = true;
        close();
    }

    /** Whether a closed gate may open again by itself. */
    boolean mayOpen() {
        return !forGood && hasQuorum();
    }

    /** Waits until no transaction is between proposing and committing; the gate must be closed. */
    public synchronized void awaitQuiet() throws InterruptedException {
        while (committing > 0) {
            wait();
        }
    }

    /** Waits a while for the gate to open. */
    public synchronized boolean awaitOpen(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        for (long left = millis; !open && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return open;
    }

    void requireOpen() throws GateRefused {
        if (!open) {
            throw new GateRefused(closedReason(null));
        }
    }

    /**
     * Commits a database transaction through the gate, or rolls it back and throws.
     *
     * @throws GateRefused if it was refused; see its reason
     */
    void commit(Connection real, GateTransaction transaction) throws SQLException {
        if (!transaction.hasChanges()) {
            real.commit();
            return;
        }
        try {
            long decidedIn = enter(transaction.epoch());
            try {
                through(real, transaction, decidedIn);
            } finally {
                leave();
            }
        } catch (SQLException | RuntimeException | Error e) {
            rollbackQuietly(real);
            refusalListeners.forEach(Runnable::run);
            throw e;
        }
        changed();
    }

    private void through(Connection real, GateTransaction transaction, long decidedIn) throws SQLException {
        Records.Draft draft = draft(transaction, real, decidedIn);
        Committed leaf = append(draft.entry(), decidedIn);
        try {
            steps.at(Step.AFTER_QUORUM, leaf.id());
            LeafMarks.insert(real, leaf, draft.kind(), draft.numbers());
            steps.at(Step.BEFORE_COMMIT, leaf.id());
            real.commit();
        } catch (SQLException | RuntimeException | Error e) {
            close();
            LOG.error("Leaf {} stands in the ledger but not in the database; it will be replayed", leaf.index(), e);
            throw new GateRefused(new EngineException.UnknownOutcome(leaf.id(), e));
        }
        held.add(leaf.index());
        records.names().committed(draft.cases());
        steps.at(Step.AFTER_COMMIT, leaf.id());
        steps.at(Step.BEFORE_REPLY, leaf.id());
    }

    private Records.Draft draft(GateTransaction transaction, Connection real, long decidedIn) throws SQLException {
        try {
            Records.Draft draft = records.of(transaction, real, decidedIn);
            steps.at(Step.BEFORE_PROPOSE, draft.entry().id());
            return draft;
        } catch (LedgerException e) {
            throw new GateRefused(refusal(e));
        }
    }

    /**
     * Every doubt closes the gate, and closes it before the rollback: whoever waits for this transaction's row locks
     * must not commit on its absence while its record may yet be in the log.
     */
    private Committed append(Entry entry, long decidedIn) throws GateRefused {
        try {
            steps.at(Step.PROPOSING, entry.id());
            return ledger.append(entry, decidedIn);
        } catch (LedgerException e) {
            throw new GateRefused(refusal(e));
        } catch (RuntimeException | Error e) {
            close();
            throw new GateRefused(new EngineException.UnknownOutcome(entry.id(), e));
        }
    }

    private synchronized long enter(long transactionEpoch) throws GateRefused {
        if (!open || transactionEpoch != epoch) {
            throw new GateRefused(closedReason(null));
        }
        committing++;
        return term;
    }

    private synchronized void leave() {
        committing--;
        notifyAll();
    }

    /** Anything but an oversized record means that this node may have lost the lead or its quorum: close. */
    private EngineException refusal(LedgerException refused) {
        return switch (refused) {
            case LedgerException.NoQuorum e -> {
                close();
                yield new EngineException.NoQuorum(e);
            }
            case LedgerException.StaleTerm e -> {
                close();
                yield new EngineException.NotCurrent(e);
            }
            case LedgerException.UnknownOutcome e -> {
                close();
                yield new EngineException.UnknownOutcome(e.recordId(), e);
            }
            case LedgerException.TooLarge e -> EngineException.Failed.tooLarge(e);
            default -> {
                close();
                yield closedReason(refused);
            }
        };
    }

    private EngineException closedReason(Throwable cause) {
        if (forGood) {
            return new EngineException.Diverged(cause);
        }
        return hasQuorum() ? new EngineException.NotCurrent(cause) : new EngineException.NoQuorum(cause);
    }

    private static void rollbackQuietly(Connection real) {
        try {
            real.rollback();
        } catch (SQLException e) {
            LOG.warn("The database did not roll back; its connection will be closed", e);
        }
    }
}
