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
    NO_QUORUM
}
