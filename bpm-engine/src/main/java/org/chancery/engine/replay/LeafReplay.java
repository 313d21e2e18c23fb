package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.chancery.engine.gate.HeldLeaves;
import org.chancery.engine.gate.LeafMarks;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;

/**
 * Applies the leaves that a database does not hold, each in a transaction of its own together with its mark, in log
 * order. Applying what the database holds changes nothing.
 */
final class LeafReplay {

    private static final int PAGE = 500;
    private static final long PAGE_BYTES = 8L * 1024 * 1024;

    /** Leaves of a rebuild are committed together in groups: the marks make a repetition harmless. */
    private static final int GROUP = 50;

    private final Ledger ledger;
    private final DataSource database;
    private final Schema schema;
    private final HeldLeaves held;

    LeafReplay(Ledger ledger, DataSource database, Schema schema, HeldLeaves held) {
        this.ledger = ledger;
        this.database = database;
        this.schema = schema;
        this.held = held;
    }

    /**
     * Applies every missing leaf below {@code size}.
     *
     * @return the tables that were touched; empty if nothing was missing
     */
    Set<String> to(long size) throws SQLException {
        Set<String> touched = new HashSet<>();
        while (held.below() < size) {
            long from = held.below();
            List<Leaf> page = page(from, size);
            if (page.isEmpty()) {
                throw new IllegalStateException("the ledger holds fewer than " + size + " leaves");
            }
            apply(page.stream().filter(leaf -> !held.has(leaf.index())).toList(), touched);
        }
        return touched;
    }

    /** Applies these leaves alone, to an empty database. */
    void only(HeldLeaves leaves) throws SQLException {
        Set<String> touched = new HashSet<>();
        long size = Math.min(leaves.top(), ledger.head().size());
        for (long from = 0; from < size; ) {
            List<Leaf> page = page(from, size);
            from += page.size();
            apply(page.stream().filter(leaf -> leaves.has(leaf.index())).toList(), touched);
        }
    }

    /** The next leaves, as many as memory may hold at once: a leaf may have megabytes. */
    private List<Leaf> page(long from, long size) {
        List<Leaf> page = new ArrayList<>();
        long bytes = 0;
        for (long index = from; index < size && page.size() < PAGE && bytes < PAGE_BYTES; index++) {
            Leaf leaf = ledger.leaf(index);
            page.add(leaf);
            bytes += leaf.publicPart().length + leaf.privatePart().length;
        }
        return page;
    }

    private void apply(List<Leaf> leaves, Set<String> touched) throws SQLException {
        try (Connection connection = database.getConnection();
                ImageReplay replay = new ImageReplay(connection)) {
            connection.setAutoCommit(false);
            try {
                for (int i = 0; i < leaves.size(); i += GROUP) {
                    group(connection, replay, leaves.subList(i, Math.min(leaves.size(), i + GROUP)), touched);
                }
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private void group(Connection connection, ImageReplay replay, List<Leaf> leaves, Set<String> touched)
            throws SQLException {
        Set<Long> marked = LeafMarks.between(
                connection, leaves.getFirst().index(), leaves.getLast().index());
        for (Leaf leaf : leaves) {
            if (marked.contains(leaf.index())) {
                continue; // its commit was reported as failed, and had succeeded
            }
            PublicPart part = PublicPart.of(leaf);
            List<String> cases = List.of();
            if (leaf.privatePart().length > 0) {
                PrivatePart decoded = open(leaf);
                cases = decoded.cases();
                replay.apply(leaf.index(), decoded.images());
                for (RowImage image : decoded.images()) {
                    touched.add(image.table().name());
                }
            }
            LeafMarks.insert(connection, new Committed(leaf.id(), leaf.index(), leaf.term()), part.kind(), cases);
        }
        connection.commit();
        leaves.forEach(leaf -> held.add(leaf.index()));
    }

    private PrivatePart open(Leaf leaf) {
        try {
            return PrivatePart.decode(ledger.cipher().open(leaf.id(), leaf.privatePart()), schema);
        } catch (IllegalArgumentException | LedgerException.Unreadable e) {
            throw Divergence.unreadable(leaf.index(), e);
        }
    }
}
