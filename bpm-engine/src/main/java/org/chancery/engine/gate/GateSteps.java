package org.chancery.engine.gate;

import java.util.UUID;

/** Told where a commit stands, so that a fault run can stop the process there. In production it does nothing. */
@FunctionalInterface
public interface GateSteps {

    GateSteps NONE = (step, record) -> {};

    /** Called on the committing thread. */
    void at(Step step, UUID record);

    /** The steps of one commit, in order. */
    enum Step {
        /** The record is complete; nobody else has seen it. */
        BEFORE_PROPOSE,
        /** The record goes to the group now; the call that follows returns only with the group's answer. */
        PROPOSING,
        /** A quorum holds the record. */
        AFTER_QUORUM,
        /** The database transaction marks the leaf as its own and is about to commit. */
        BEFORE_COMMIT,
        /** The change is visible in the database. */
        AFTER_COMMIT,
        /** The caller is about to be told. */
        BEFORE_REPLY
    }
}
