package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
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
