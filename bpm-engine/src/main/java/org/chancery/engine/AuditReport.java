package org.chancery.engine;

import java.util.List;

/**
 * The outcome of rebuilding the state from the ledger and comparing it with a database. Both are taken at the leaves
 * that the database says it holds.
 *
 * @param head one more than the last leaf that the database holds: the ledger size the comparison speaks for
 * @param behind leaves of the ledger that the database has yet to replay, as after a crash: not a difference
 * @param tables gated tables compared
 * @param rows rows compared
 * @param differences every difference found; empty means that engine and ledger agree
 * @param erasedFields personal fields that are unreadable because their person's key was erased: not a difference
 */
public record AuditReport(
        long head, long behind, int tables, long rows, List<Difference> differences, long erasedFields) {

    /**
     * One cell that differs. A row that stands on one side only is reported once, with column {@code *}; a table or
     * column that does, or cannot be read, once with key {@code *}.
     *
     * @param key primary key, columns joined by {@code /}
     * @param ledgerValue value according to the ledger, as text; {@code (no row)} if it has none
     * @param liveValue value in the live database, likewise
     */
    public record Difference(String table, String key, String column, String ledgerValue, String liveValue) {}

    public boolean agrees() {
        return differences.isEmpty();
    }
}
