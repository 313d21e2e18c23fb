package org.chancery.engine;

/** What an audit found of the database of a node that does not run. Nothing was changed by it. */
public sealed interface StoppedAudit {

    /**
     * It was compared with the ledger.
     *
     * @param closed whether it was closed in peace: the file of a node that was killed may be torn in its last entries,
     *     so that differences there prove nothing
     */
    record Compared(AuditReport report, boolean closed) implements StoppedAudit {}

    /**
     * There is none: its files, or every table in it, are gone.
     *
     * @param where its folder or address
     */
    record Missing(String where) implements StoppedAudit {}

    /**
     * There is one, but it does not open, or does not say which leaves it holds.
     *
     * @param where its folder or address
     * @param why in the database's words
     */
    record Unreadable(String where, String why) implements StoppedAudit {}

    /** Another process has it open, so its files may change while they are read. */
    record InUse(String where) implements StoppedAudit {}

    /** There is no entry in the ledger yet, and none that the database says it holds. */
    record NoEntries() implements StoppedAudit {}
}
