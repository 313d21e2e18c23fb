package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.TreeSet;

/**
 * Which leaves the database holds: all below a mark, and some above it, since commits may finish out of log order.
 * Thread-safe.
 */
public final class HeldLeaves {

    /** Rows that the database hands over at once: without it PostgreSQL hands over all. */
    private static final int FETCHED = 10_000;

    private final TreeSet<Long> beyond = new TreeSet<>();
    private long below;

    /** Every leaf below this index; none if it is not positive. */
    public static HeldLeaves allBelow(long index) {
        HeldLeaves all = new HeldLeaves();
        all.below = Math.max(0, index);
        return all;
    }

    /** Reads it from the database's own marks. */
    public static HeldLeaves load(Connection connection) throws SQLException {
        HeldLeaves held = new HeldLeaves();
        try (PreparedStatement query = connection.prepareStatement("select LEAF_ from CH_LEAF order by LEAF_")) {
            query.setFetchSize(FETCHED);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    held.add(rows.getLong(1));
                }
            }
        }
        return held;
    }

    /** These as they are now. */
    public synchronized HeldLeaves copy() {
        HeldLeaves copy = new HeldLeaves();
        copy.below = below;
        copy.beyond.addAll(beyond);
        return copy;
    }

    /** These and those. */
    public HeldLeaves and(HeldLeaves those) {
        HeldLeaves both = copy();
        HeldLeaves others = those.copy();
        both.below = Math.max(both.below, others.below);
        both.beyond.addAll(others.beyond);
        both.beyond.headSet(both.below).clear();
        while (both.beyond.remove(both.below)) {
            both.below++;
        }
        return both;
    }

    public synchronized void add(long leaf) {
        if (leaf == below) {
            below++;
            while (beyond.remove(below)) {
                below++;
            }
        } else if (leaf > below) {
            beyond.add(leaf);
        }
    }

    public synchronized boolean has(long leaf) {
        return leaf < below || beyond.contains(leaf);
    }

    /** Every leaf below this index is held. */
    public synchronized long below() {
        return below;
    }

    /** How many of the leaves {@code [from, to)} are not held. */
    public synchronized long missing(long from, long to) {
        long first = Math.max(from, below);
        return first >= to ? 0 : to - first - beyond.subSet(first, to).size();
    }

    /** One more than the highest leaf held, 0 if none is. */
    public synchronized long top() {
        return beyond.isEmpty() ? below : beyond.last() + 1;
    }
}
