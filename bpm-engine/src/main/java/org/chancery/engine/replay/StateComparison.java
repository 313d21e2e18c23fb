package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.engine.AuditReport.Difference;
import org.chancery.engine.image.Table;

/** Compares one table on two connections, row by row and column by column, whatever order the rows come in. */
final class StateComparison {

    private static final String NO_ROW = "(no row)";

    private final Connection rebuilt;
    private final Connection live;
    private final List<Difference> differences = new ArrayList<>();
    private long rows;

    StateComparison(Connection rebuilt, Connection live) {
        this.rebuilt = rebuilt;
        this.live = live;
    }

    void compare(Table table) throws SQLException {
        Map<List<Object>, Object[]> expected = new HashMap<>();
        TableRows.read(rebuilt, table, (key, values) -> expected.put(key(key), values));
        TableRows.read(live, table, (key, values) -> {
            rows++;
            Object[] ledger = expected.remove(key(key));
            if (ledger == null) {
                differences.add(new Difference(table.name(), table.showKey(key), "*", NO_ROW, show(table, values)));
            } else {
                cells(table, key, ledger, values);
            }
        });
        expected.forEach((key, values) -> differences.add(
                new Difference(table.name(), table.showKey(key.toArray()), "*", show(table, values), NO_ROW)));
    }

    /** Which leaves the database says it holds, and which cases it says they concern. */
    void compareMarks() throws SQLException {
        compareMarks("CH_LEAF", "select LEAF_, RECORD_ from CH_LEAF");
        compareMarks("CH_LEAF_CASE", "select LEAF_, CASE_ from CH_LEAF_CASE");
    }

    private void compareMarks(String table, String query) throws SQLException {
        Set<String> expected = marks(rebuilt, query);
        Set<String> found = marks(live, query);
        expected.stream()
                .filter(mark -> !found.contains(mark))
                .forEach(mark -> differences.add(new Difference(table, mark, "*", mark, NO_ROW)));
        found.stream()
                .filter(mark -> !expected.contains(mark))
                .forEach(mark -> differences.add(new Difference(table, mark, "*", NO_ROW, mark)));
    }

    private static Set<String> marks(Connection connection, String query) throws SQLException {
        Set<String> marks = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                marks.add(rows.getLong(1) + "/" + rows.getString(2));
            }
        }
        return marks;
    }

    private void cells(Table table, Object[] key, Object[] ledger, Object[] now) {
        for (int i = 0; i < ledger.length; i++) {
            if (!Objects.deepEquals(ledger[i], now[i])) {
                differences.add(new Difference(
                        table.name(),
                        table.showKey(key),
                        table.columns().get(i).name(),
                        table.kind(i).show(ledger[i]),
                        table.kind(i).show(now[i])));
            }
        }
    }

    private static List<Object> key(Object[] key) {
        return Arrays.asList(key);
    }

    private static String show(Table table, Object[] values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                text.append(text.isEmpty() ? "" : " ")
                        .append(table.columns().get(i).name())
                        .append('=')
                        .append(table.kind(i).show(values[i]));
            }
        }
        return text.toString();
    }

    List<Difference> differences() {
        return differences;
    }

    long rows() {
        return rows;
    }
}
