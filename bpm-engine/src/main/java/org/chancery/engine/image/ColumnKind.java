package org.chancery.engine.image;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a column holds, the same on H2 and PostgreSQL. Each kind has one Java form in images: {@code String},
 * {@code Long}, {@code Boolean}, {@code Double}, {@code Long} (microseconds since 1970, UTC) or {@code byte[]}.
 */
public enum ColumnKind {
    TEXT(Types.VARCHAR),
    INTEGER(Types.BIGINT),
    BOOLEAN(Types.BOOLEAN),
    DOUBLE(Types.DOUBLE),
    TIMESTAMP(Types.TIMESTAMP),
    BYTES(Types.VARBINARY);

    private static final long MICROS = 1_000_000L;

    private final int jdbcType;

    ColumnKind(int jdbcType) {
        this.jdbcType = jdbcType;
    }

    /**
     * @param typeName the type as {@code information_schema.columns.data_type} names it
     * @throws IllegalStateException if images cannot hold such a column
     */
    static ColumnKind of(String table, String column, String typeName) {
        return switch (typeName.toLowerCase(Locale.ROOT)) {
            case "character varying", "text", "character large object" -> TEXT;
            case "integer", "bigint", "smallint" -> INTEGER;
            case "boolean" -> BOOLEAN;
            case "double precision" -> DOUBLE;
            case "timestamp", "timestamp without time zone" -> TIMESTAMP;
            case "bytea", "binary large object", "binary varying" -> BYTES;
            default ->
                throw new IllegalStateException(
                        "Column " + table + "." + column + " has type " + typeName + ", which images cannot hold");
        };
    }

    /** Brings what a caller bound to a statement into this kind's Java form; {@code null} stays {@code null}. */
    public Object normalise(Object value) {
        if (value == null) {
            return null;
        }
        return switch (this) {
            case TEXT -> value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
            case INTEGER -> integer(value);
            case BOOLEAN -> bool(value);
            case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : Double.valueOf(text(value));
            case TIMESTAMP -> micros(value);
            case BYTES -> value instanceof byte[] bytes ? bytes : text(value).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Reads a value in this kind's Java form; {@code null} for SQL NULL. */
    public Object read(ResultSet row, int column) throws SQLException {
        Object value = switch (this) {
            case TEXT -> row.getString(column);
            case INTEGER -> row.getLong(column);
            case BOOLEAN -> row.getBoolean(column);
            case DOUBLE -> row.getDouble(column);
            case TIMESTAMP -> micros(row.getObject(column, LocalDateTime.class));
            case BYTES -> row.getBytes(column);
        };
        return row.wasNull() ? null : value;
    }

    /** Binds a value that is in this kind's Java form. */
    public void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, jdbcType);
            return;
        }
        switch (this) {
            case TEXT -> statement.setString(index, (String) value);
            case INTEGER -> statement.setLong(index, (Long) value);
            case BOOLEAN -> statement.setBoolean(index, (Boolean) value);
            case DOUBLE -> statement.setDouble(index, (Double) value);
            case TIMESTAMP -> statement.setObject(index, dateTime((Long) value));
            case BYTES -> statement.setBytes(index, (byte[]) value);
        }
    }

    /** A value in this kind's Java form as people read it. */
    public String show(Object value) {
        if (value == null) {
            return "null";
        }
        return switch (this) {
            case TIMESTAMP -> dateTime((Long) value).toString();
            case BYTES -> HexFormat.of().formatHex((byte[]) value);
            default -> value.toString();
        };
    }

    private static Object integer(Object value) {
        return switch (value) {
            case Number number -> number.longValue();
            case Boolean bool -> bool ? 1L : 0L;
            default -> Long.valueOf(text(value));
        };
    }

    private static Object bool(Object value) {
        return switch (value) {
            case Boolean bool -> bool;
            case Number number -> number.intValue() != 0;
            default -> Boolean.valueOf(text(value));
        };
    }

    private static Object micros(Object value) {
        return switch (value) {
            case null -> null;
            case Timestamp timestamp ->
                Math.floorDiv(timestamp.getTime(), 1000L) * MICROS + timestamp.getNanos() / 1000;
            case Date date -> date.getTime() * 1000L;
            case LocalDateTime local -> micros(local.toInstant(ZoneOffset.UTC));
            case OffsetDateTime offset -> micros(offset.toInstant());
            case Instant instant -> instant.getEpochSecond() * MICROS + instant.getNano() / 1000;
            default ->
                throw new IllegalArgumentException(
                        "not a time: " + value.getClass().getName());
        };
    }

    private static LocalDateTime dateTime(long micros) {
        return LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, MICROS), (int) Math.floorMod(micros, MICROS) * 1000, ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.MICROS);
    }

    private static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("cannot hold a " + value.getClass().getName());
    }
}
