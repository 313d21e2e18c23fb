package org.chancery.engine.image;

/**
 * What one statement did to one row.
 *
 * @param table the row's table
 * @param change what happened to the row
 * @param key primary key values in key order, in the Java form of their {@link ColumnKind}
 * @param columns indices of the columns that were written, empty for a deletion
 * @param values their values after the statement, same length as {@code columns}
 */
public record RowImage(Table table, Change change, Object[] key, int[] columns, Object[] values) {

    /** The three things that can happen to a row. */
    public enum Change {
        INSERT,
        UPDATE,
        DELETE
    }

    private static final int[] NO_COLUMNS = {};
    private static final Object[] NO_VALUES = {};

    public static RowImage delete(Table table, Object[] key) {
        return new RowImage(table, Change.DELETE, key, NO_COLUMNS, NO_VALUES);
    }

    /** The value written to a column, or {@code null} if it was set to NULL or not written. */
    public Object value(String column) {
        int wanted = table.indexOf(column);
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == wanted) {
                return values[i];
            }
        }
        return null;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(change).append(' ').append(table.name()).append(' ').append(table.showKey(key));
        for (int i = 0; i < columns.length; i++) {
            text.append(' ').append(table.columns().get(columns[i]).name()).append('=');
            text.append(table.kind(columns[i]).show(values[i]));
        }
        return text.toString();
    }
}
