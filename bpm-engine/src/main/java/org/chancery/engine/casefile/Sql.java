package org.chancery.engine.casefile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.GateRefused;

/** Statements with positional parameters: text, long, {@link Instant} (as epoch milliseconds), bytes, empty Optional. */
final class Sql {

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Sql() {}

    static int change(Connection connection, String sql, Object... values) {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    static <T> List<T> ask(Connection connection, String sql, Row<T> row, Object... values) {
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet found = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(row.read(found));
            }
            return rows;
        } catch (SQLException e) {
            throw refusal(e);
        }
    }

    /** The gate's own reason where the gate refused. */
    private static EngineException refusal(SQLException e) {
        return GateRefused.reason(e).orElseGet(() -> new EngineException.Failed(String.valueOf(e.getMessage()), e));
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                set(statement, i + 1, values[i] instanceof Optional<?> maybe ? maybe.orElse(null) : values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void set(PreparedStatement statement, int position, Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(position, Types.BIGINT); // times are the only columns that may be absent
            case Instant time -> statement.setLong(position, time.toEpochMilli());
            case Long number -> statement.setLong(position, number);
            case Integer number -> statement.setInt(position, number);
            case byte[] bytes -> statement.setBytes(position, bytes);
            default -> statement.setString(position, value.toString());
        }
    }
}
