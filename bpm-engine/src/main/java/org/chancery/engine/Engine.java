package org.chancery.engine;

import org.chancery.ledger.Judge;
import org.chancery.ledger.Ledger;

/**
 * A running node that executes public services.
 *
 * <p>Threading: every method of this face may be called from any thread. Errors: see {@link EngineException}.
 */
public interface Engine extends AutoCloseable {

    Models models();

    Cases cases();

    Tasks tasks();

    /** What the second opinion found in cases, and who has signed for them. */
    Seals seals();

    Erasures erasures();

    /** Rebuilds the state from the ledger and compares it with the live database row by row (I3). */
    AuditReport audit(Actor actor);

    /** The log this engine writes to. */
    Ledger ledger();

    /**
     * A new second opinion on this log, for a witness: it reads public records, and the models they name by hash, which
     * this node hands out; a text that has another hash is none to it.
     */
    Judge judge();

    /** Whether writes are accepted at present, and if not, why. */
    Availability availability();

    /**
     * Tells a listener after each change of engine state, on this node, once it is visible. Called on the committing
     * thread: return at once. Closing the handle ends it.
     */
    AutoCloseable onChange(Runnable listener);

    @Override
    void close();
}
