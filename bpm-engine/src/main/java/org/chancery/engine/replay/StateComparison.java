package org.chancery.engine.replay;

import java.sql.Connection;
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

/**
 * Compares tables on two connections, row by row and column by column, whatever order the rows come in. A table or
 * column that the live side lacks, or cannot read, is a difference like any other and hides no further ones.
 */
final class StateComparison {

    private static final String ALL = "*";
    private static final String NO_ROW = "(no row)";
    private static final int VALID_SECONDS = 5;

    private final Connection rebuilt;
    private final Connection live;
    private final LiveTables liveTables;
    private final Set<String> compared = new TreeSet<>();
    private final List<Difference> differences = new ArrayList<>();
    private long rows;

    StateComparison(Connection rebuilt, Connection live, LiveTables liveTables) {
        this.rebuilt = rebuilt;
        this.live = live;
        this.liveTables = liveTables;
    }

    void compare(Table table) throws SQLException {
        compared.add(table.name());
        Set<String> there = liveTables.columns(table.name());
        Table common = namesOf(table, there);
        if (common.key().size() < table.key().size()) {
            return; // named as a table or key column that is not there; no row can be told from another
        }
        Map<List<Object>, Object[]> expected = new HashMap<>();
        TableRows.read(rebuilt, common, (key, values) -> expected.put(key(key), values));
        int all = expected.size();
        try {
            TableRows.read(live, common, (key, values) -> row(common, key, values, expected));
        } catch (SQLException e) {
            if (!live.isValid(VALID_SECONDS)) {
                throw e;
            }
            differences.add(new Difference(
                    table.name(), ALL, ALL, "(" + all + " rows)", "(cannot be read: " + e.getMessage() + ")"));
            return;
        }
        expected.forEach((key, values) -> differences.add(
                new Difference(table.name(), table.showKey(key.toArray()), ALL, show(common, values), NO_ROW)));
    }

    private void row(Table table, Object[] key, Object[] values, Map<List<Object>, Object[]> expected) {
        rows++;
        Object[] ledger = expected.remove(key(key));
        if (ledger == null) {
            differences.add(new Difference(table.name(), table.showKey(key), ALL, NO_ROW, show(table, values)));
        } else {
            cells(table, key, ledger, values);
        }
    }

    /** Names the columns that only one side has, and answers the table with those that both have. */
    private Table namesOf(Table table, Set<String> there) {
        if (there.isEmpty()) {
            differences.add(new Difference(table.name(), ALL, ALL, "(table)", "(no table)"));
            return new Table(table.id(), table.name(), List.of(), List.of());
        }
        Set<String> strange = new TreeSet<>(there);
        List<Table.Column> common = new ArrayList<>();
        for (Table.Column column : table.columns()) {
            if (strange.remove(column.name())) {
                common.add(column);
            } else {
                differences.add(new Difference(table.name(), ALL, column.name(), "(column)", "(no column)"));
            }
        }
        strange.forEach(
                column -> differences.add(new Difference(table.name(), ALL, column, "(no column)", "(column)")));
        List<Integer> key = table.key().stream()
                .map(table.columns()::get)
                .map(common::indexOf)
                .filter(index -> index >= 0)
                .toList();
        return new Table(table.id(), table.name(), common, key);
    }

    /** Tables of the engine's kind that the ledger knows nothing of. */
    void compareNames() {
        liveTables.names().stream()
                .filter(name -> !compared.contains(name))
                .forEach(name -> differences.add(new Difference(name, ALL, ALL, "(no table)", "(table)")));
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
