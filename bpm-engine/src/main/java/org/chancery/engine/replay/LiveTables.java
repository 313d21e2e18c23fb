package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chancery.engine.image.Schema;

/** Which of the engine's tables and columns a database really has, names in upper case; views are none. */
final class LiveTables {

    private static final String COLUMNS = """
            select t.table_name, c.column_name from information_schema.tables t
            join information_schema.columns c
              on c.table_schema = t.table_schema and c.table_name = t.table_name
            where t.table_schema = current_schema and t.table_type = 'BASE TABLE'""";

    private final Map<String, Set<String>> columns = new TreeMap<>();

    static LiveTables load(Connection connection) throws SQLException {
        LiveTables tables = new LiveTables();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String table = rows.getString(1).toUpperCase(Locale.ROOT);
                if (Schema.isGated(table) || Schema.isMark(table)) {
                    tables.columns
                            .computeIfAbsent(table, name -> new TreeSet<>())
                            .add(rows.getString(2).toUpperCase(Locale.ROOT));
                }
            }
        }
        return tables;
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    boolean has(String table) {
        return columns.containsKey(table);
    }

    /** The columns of a table; none if there is no such table. */
    Set<String> columns(String table) {
        return columns.getOrDefault(table, Set.of());
    }

    Set<String> names() {
        return columns.keySet();
    }
}
