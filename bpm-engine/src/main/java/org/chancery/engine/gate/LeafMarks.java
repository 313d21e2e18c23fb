package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.chancery.ledger.Committed;

/**
 * The rows that say which leaves a database holds, written in the same database transaction as the leaf's changes, and
 * which cases a leaf concerns. They belong to one node and can be derived from the ledger, so they are not gated.
 */
public final class LeafMarks {

    /** Creates the tables; run at genesis, H2 and PostgreSQL alike. */
    public static final List<String> DDL = List.of(
            "create table CH_LEAF (LEAF_ bigint not null, RECORD_ varchar(36) not null, TERM_ bigint not null,"
                    + " KIND_ varchar(16) not null, primary key (LEAF_))",
            "create table CH_LEAF_CASE (CASE_ varchar(64) not null, LEAF_ bigint not null,"
                    + " primary key (CASE_, LEAF_))");

    private LeafMarks() {}

    /** The leaves from {@code first} to {@code last}, both included, that the database holds. */
    public static Set<Long> between(Connection real, long first, long last) throws SQLException {
        Set<Long> leaves = new HashSet<>();
        try (PreparedStatement query =
                real.prepareStatement("select LEAF_ from CH_LEAF where LEAF_ >= ? and LEAF_ <= ?")) {
            query.setLong(1, first);
            query.setLong(2, last);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    leaves.add(rows.getLong(1));
                }
            }
        }
        return leaves;
    }

    /** The id of the record that the database holds as this leaf. */
    public static Optional<UUID> record(Connection real, long leaf) throws SQLException {
        try (PreparedStatement query = real.prepareStatement("select RECORD_ from CH_LEAF where LEAF_ = ?")) {
            query.setLong(1, leaf);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(UUID.fromString(row.getString(1))) : Optional.empty();
            }
        }
    }

    public static void insert(Connection real, Committed leaf, String kind, Collection<String> cases)
            throws SQLException {
        try (PreparedStatement insert =
                real.prepareStatement("insert into CH_LEAF (LEAF_, RECORD_, TERM_, KIND_) values (?, ?, ?, ?)")) {
            insert.setLong(1, leaf.index());
            insert.setString(2, leaf.id().toString());
            insert.setLong(3, leaf.term());
            insert.setString(4, kind);
            insert.executeUpdate();
        }
        for (String number : cases) {
            try (PreparedStatement insert =
                    real.prepareStatement("insert into CH_LEAF_CASE (CASE_, LEAF_) values (?, ?)")) {
                insert.setString(1, number);
                insert.setLong(2, leaf.index());
                insert.executeUpdate();
            }
        }
    }
}
