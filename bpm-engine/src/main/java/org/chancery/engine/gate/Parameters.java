package org.chancery.engine.gate;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** The values bound to a statement so far, by number from 1, as the caller gave them. */
final class Parameters {

    private Object[] values = new Object[16];

    void set(int index, Object value) {
        if (index >= values.length) {
            values = Arrays.copyOf(values, Math.max(index + 1, values.length * 2));
        }
        values[index] = value;
    }

    Object get(int index) {
        return index < values.length ? values[index] : null;
    }

    void clear() {
        Arrays.fill(values, null);
    }

    Parameters copy() {
        Parameters copy = new Parameters();
        copy.values = values.clone();
        return copy;
    }

    /** Binds parameters {@code from} to {@code to} (inclusive) to another statement, beginning at {@code target}. */
    void bind(int from, int to, PreparedStatement statement, int target) throws SQLException {
        for (int i = from; i <= to; i++) {
            statement.setObject(target + i - from, get(i));
        }
    }
}
