package org.chancery.engine;

/** Whether the engine accepts writes. */
public enum Availability {
    /** It leads, its state equals the ledger's, a quorum answers. */
    OPEN,
    /**
     * As open, but no majority answers for the keys of persons: cases go on, an application of somebody new fails and
     * changes nothing.
     */
    NO_PERSON_KEYS,
    /** It replays what its database has not got, or waits for an unsettled record; writes wait a little, then fail. */
    CATCHING_UP,
    /** No majority of voters answers; writes fail and change nothing. */
    NO_QUORUM,
    /**
     * Replay stopped for good: database and ledger diverge, or a leaf cannot be read here. Nothing is written and what
     * is read may be old, until whoever runs the node has mended it; the node's log says how.
     */
    DIVERGED
}
