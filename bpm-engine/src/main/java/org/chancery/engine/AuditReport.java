package org.chancery.engine;

import java.util.List;

/**
 * The outcome of rebuilding the state from the ledger and comparing it with the live database.
 *
 * @param head ledger size the comparison speaks for
 * @param tables gated tables compared
 * @param rows rows compared
 * @param differences every difference found; empty means that engine and ledger agree
 * @param erasedFields personal fields that are unreadable because their person's key was erased: not a difference
 */
public record AuditReport(long head, int tables, long rows, List<Difference> differences, long erasedFields) {

    /**
     * One cell that differs. A row that stands on one side only is reported once, with column {@code *}.
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
