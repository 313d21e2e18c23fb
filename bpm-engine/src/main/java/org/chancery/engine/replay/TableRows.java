package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.chancery.engine.image.Table;

/** Reads whole tables in the Java form of row images. */
final class TableRows {

    /** Rows that the database hands over at once: without it PostgreSQL hands over the whole table. */
    private static final int FETCHED = 500;

    private TableRows() {}

    /** Told of one row. */
    @FunctionalInterface
    interface Visitor {
        void row(Object[] key, Object[] values);
    }

    static void read(Connection connection, Table table, Visitor visitor) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select " + table.allColumns() + " from " + table.name())) {
            query.setFetchSize(FETCHED);
            try (ResultSet rows = query.executeQuery()) {
                read(rows, table, visitor);
            }
        }
    }

    private static void read(ResultSet rows, Table table, Visitor visitor) throws SQLException {
        while (rows.next()) {
            Object[] values = new Object[table.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = table.kind(i).read(rows, i + 1);
            }
            Object[] key = new Object[table.key().size()];
            for (int i = 0; i < key.length; i++) {
                key[i] = values[table.key().get(i)];
            }
            visitor.row(key, values);
        }
    }
}
