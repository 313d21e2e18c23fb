package org.chancery.engine.image;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shape of one gated table. Columns are sorted by name, so that both database products number them alike.
 *
 * @param id number within the schema
 * @param name in upper case
 * @param columns in alphabetical order
 * @param key indices into {@code columns} of the primary key's columns, in key order
 */
public record Table(int id, String name, List<Column> columns, List<Integer> key) {

    /**
     * @param name in upper case
     * @param hasDefault whether the database fills it when an insert leaves it out
     */
    public record Column(String name, ColumnKind kind, boolean hasDefault) {}

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** Index of a column, or -1. */
    public int indexOf(String column) {
        String upper = column.toUpperCase(Locale.ROOT);
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(upper)) {
                return i;
            }
        }
        return -1;
    }

    public ColumnKind kind(int column) {
        return columns.get(column).kind();
    }

    /** {@code A = ? AND B = ?} over the primary key. */
    public String keyPredicate() {
        return key.stream().map(i -> columns.get(i).name() + " = ?").collect(Collectors.joining(" AND "));
    }

    /** The key's columns, comma separated, in key order. */
    public String keyColumns() {
        return key.stream().map(i -> columns.get(i).name()).collect(Collectors.joining(", "));
    }

    /** All columns, comma separated, in image order. */
    public String allColumns() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** 0, 1, 2, …: every column. */
    public int[] everyColumn() {
        return IntStream.range(0, columns.size()).toArray();
    }

    /** A key as people read it: columns joined by {@code /}. */
    public String showKey(Object[] values) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> kind(key.get(i)).show(values[i]))
                .collect(Collectors.joining("/"));
    }

    @Override
    public String toString() {
        return name + Arrays.toString(columns.stream().map(Column::name).toArray());
    }
}
