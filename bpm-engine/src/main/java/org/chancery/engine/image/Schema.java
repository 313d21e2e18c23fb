package org.chancery.engine.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The gated tables of a database, numbered alike on every node and every database product. Tables whose names begin
 * with {@code ACT_} or {@code CH_} are gated, save {@code CH_LEAF} and {@code CH_LEAF_CASE}, which say what this
 * database holds.
 */
public final class Schema {

    /** Bytes of the fingerprint that every private part carries. */
    public static final int FINGERPRINT_LENGTH = 4;

    private static final String COLUMNS = """
            select table_name, column_name, data_type, column_default from information_schema.columns
            where table_schema = current_schema order by table_name, column_name""";
    private static final String KEYS = """
            select k.table_name, k.column_name from information_schema.table_constraints c
            join information_schema.key_column_usage k
              on c.constraint_schema = k.constraint_schema and c.constraint_name = k.constraint_name
              and c.table_name = k.table_name
            where c.constraint_type = 'PRIMARY KEY' and c.table_schema = current_schema
            order by k.table_name, k.ordinal_position""";

    private final Map<String, Table> byName = new TreeMap<>();
    private final List<Table> byId;
    private final byte[] fingerprint;

    private Schema(Collection<Table> tables) {
        tables.forEach(table -> byName.put(table.name(), table));
        byId = List.copyOf(tables);
        fingerprint = fingerprint(byId);
    }

    /** Whether rows of this table pass the gate. */
    public static boolean isGated(String table) {
        String name = table.toUpperCase(Locale.ROOT);
        return (name.startsWith("ACT_") || name.startsWith("CH_")) && !isMark(name);
    }

    /** Whether this table marks which leaves the database holds. */
    public static boolean isMark(String table) {
        return table.equalsIgnoreCase("CH_LEAF") || table.equalsIgnoreCase("CH_LEAF_CASE");
    }

    /**
     * Reads the shapes of all gated tables.
     *
     * @throws IllegalStateException if a gated table has no primary key or a column that images cannot hold
     */
    public static Schema load(Connection connection) throws SQLException {
        return new Schema(tables(connection, Schema::isGated));
    }

    /** The shapes of the tables that say what the database holds. */
    public static List<Table> marks(Connection connection) throws SQLException {
        return tables(connection, Schema::isMark);
    }

    private static List<Table> tables(Connection connection, Predicate<String> wanted) throws SQLException {
        Map<String, List<String>> keys = keys(connection);
        Map<String, List<Table.Column>> columns = columns(connection, wanted);
        List<Table> tables = new ArrayList<>();
        columns.forEach((name, list) -> tables.add(table(tables.size(), name, list, keys.get(name))));
        return tables;
    }

    private static Map<String, List<String>> keys(Connection connection) throws SQLException {
        Map<String, List<String>> keys = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(KEYS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keys.computeIfAbsent(upper(rows.getString(1)), name -> new ArrayList<>())
                        .add(upper(rows.getString(2)));
            }
        }
        return keys;
    }

    private static Map<String, List<Table.Column>> columns(Connection connection, Predicate<String> wanted)
            throws SQLException {
        Map<String, List<Table.Column>> columns = new TreeMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String table = upper(rows.getString(1));
                if (wanted.test(table)) {
                    String column = upper(rows.getString(2));
                    ColumnKind kind = ColumnKind.of(table, column, rows.getString(3));
                    columns.computeIfAbsent(table, name -> new ArrayList<>())
                            .add(new Table.Column(column, kind, rows.getString(4) != null));
                }
            }
        }
        columns.values().forEach(list -> list.sort(Comparator.comparing(Table.Column::name)));
        return columns;
    }

    private static Table table(int id, String name, List<Table.Column> columns, List<String> key) {
        if (key == null) {
            throw new IllegalStateException("Table " + name + " has no primary key, so its rows cannot be recorded");
        }
        List<String> names = columns.stream().map(Table.Column::name).toList();
        return new Table(id, name, columns, key.stream().map(names::indexOf).toList());
    }

    /** The table of this name in any case, or empty if it is not gated. */
    public Optional<Table> find(String name) {
        return Optional.ofNullable(byName.get(upper(name)));
    }

    public Table table(int id) {
        return byId.get(id);
    }

    /** All gated tables in alphabetical order. */
    public List<Table> tables() {
        return byId;
    }

    /** Names the numbering of tables and columns: images written under one fingerprint are read under the same. */
    public byte[] fingerprint() {
        return fingerprint.clone();
    }

    @Override
    public String toString() {
        return "Schema " + HexFormat.of().formatHex(fingerprint) + " (" + byId.size() + " tables)";
    }

    private static byte[] fingerprint(List<Table> tables) {
        StringBuilder text = new StringBuilder();
        for (Table table : tables) {
            text.append(table.name()).append(table.key());
            table.columns()
                    .forEach(c ->
                            text.append(c.name()).append(':').append(c.kind()).append(','));
            text.append('\n');
        }
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(hash, FINGERPRINT_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String upper(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
