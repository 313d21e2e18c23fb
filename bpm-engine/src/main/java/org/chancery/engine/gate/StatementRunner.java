package org.chancery.engine.gate;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.RowImage.Change;
import org.chancery.engine.image.Table;

/** Runs statements that change rows and collects the images of the rows they changed. */
final class StatementRunner {

    private final Connection real;
    private final List<RowImage> images;

    StatementRunner(Connection real, List<RowImage> images) {
        this.real = real;
        this.images = images;
    }

    /** Collects the image of a statement by key that has just run and found its row. */
    void ran(SqlShape shape, Parameters parameters) throws SQLException {
        switch (shape) {
            case SqlShape.Insert insert -> inserted(insert, parameters);
            case SqlShape.KeyedUpdate update -> {
                Object[] key = values(update.table(), update.table().key(), update.key(), parameters);
                images.add(updated(update.table(), key, update.columns(), update.values(), parameters));
            }
            case SqlShape.KeyedDelete delete ->
                images.add(RowImage.delete(
                        delete.table(), values(delete.table(), delete.table().key(), delete.key(), parameters)));
            default -> throw new IllegalStateException("not a statement by key");
        }
    }

    private void inserted(SqlShape.Insert insert, Parameters parameters) throws SQLException {
        Table table = insert.table();
        Object[] key = values(table, table.key(), insert.key(), parameters);
        int[] columns = insert.readBack() ? table.everyColumn() : insert.columns();
        Object[] after = insert.readBack() ? read(table, key, columns) : values(insert, parameters);
        images.add(new RowImage(table, Change.INSERT, key, columns, after));
    }

    private static Object[] values(SqlShape.Insert insert, Parameters parameters) {
        Object[] values = new Object[insert.columns().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = insert.values().get(i).value(insert.table().kind(insert.columns()[i]), parameters);
        }
        return values;
    }

    private RowImage updated(Table table, Object[] key, int[] columns, List<Operand> operands, Parameters parameters)
            throws SQLException {
        Object[] values;
        if (operands.stream().anyMatch(Operand.Computed.class::isInstance)) {
            values = read(table, key, columns);
        } else {
            values = new Object[columns.length];
            for (int i = 0; i < columns.length; i++) {
                values[i] = operands.get(i).value(table.kind(columns[i]), parameters);
            }
        }
        return new RowImage(table, Change.UPDATE, key, columns, values);
    }

    /**
     * Runs a statement whose rows a predicate finds: resolves and locks the keys, then changes those rows only, so
     * that what is recorded is what happened whatever order the database keeps its rows in.
     *
     * @return the number of rows changed
     */
    int run(SqlShape shape, Parameters parameters) throws SQLException {
        return switch (shape) {
            case SqlShape.PredicateUpdate update -> {
                List<Object[]> keys = keys(
                        update.table(),
                        update.selectKeys(),
                        parameters,
                        update.setParameters(),
                        update.allParameters());
                for (Object[] key : keys) {
                    change(update.table(), update.updateByKey(), key, parameters, update.setParameters());
                    images.add(updated(update.table(), key, update.columns(), update.values(), parameters));
                }
                yield keys.size();
            }
            case SqlShape.PredicateDelete delete -> {
                List<Object[]> keys = keys(delete.table(), delete.selectKeys(), parameters, 0, delete.allParameters());
                for (Object[] key : keys) {
                    change(delete.table(), delete.deleteByKey(), key, parameters, 0);
                    images.add(RowImage.delete(delete.table(), key));
                }
                yield keys.size();
            }
            default -> throw new IllegalStateException("not a statement by predicate");
        };
    }

    private List<Object[]> keys(Table table, String select, Parameters parameters, int before, int all)
            throws SQLException {
        try (PreparedStatement query = real.prepareStatement(select)) {
            parameters.bind(before + 1, all, query, 1);
            List<Object[]> keys = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Object[] key = new Object[table.key().size()];
                    for (int i = 0; i < key.length; i++) {
                        key[i] = table.kind(table.key().get(i)).read(rows, i + 1);
                    }
                    keys.add(key);
                }
            }
            return keys;
        }
    }

    private void change(Table table, String sql, Object[] key, Parameters parameters, int setParameters)
            throws SQLException {
        try (PreparedStatement change = real.prepareStatement(sql)) {
            parameters.bind(1, setParameters, change, 1);
            bindKey(table, change, key, setParameters + 1);
            if (change.executeUpdate() != 1) {
                throw new SQLException("A locked row vanished: " + table.name() + " " + table.showKey(key));
            }
        }
    }

    private Object[] read(Table table, Object[] key, int[] columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int column : columns) {
            names.add(table.columns().get(column).name());
        }
        String sql = "SELECT " + String.join(", ", names) + " FROM " + table.name() + " WHERE " + table.keyPredicate();
        try (PreparedStatement query = real.prepareStatement(sql)) {
            bindKey(table, query, key, 1);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                Object[] values = new Object[columns.length];
                for (int i = 0; i < columns.length; i++) {
                    values[i] = table.kind(columns[i]).read(row, i + 1);
                }
                return values;
            }
        }
    }

    private static void bindKey(Table table, PreparedStatement statement, Object[] key, int first) throws SQLException {
        for (int i = 0; i < key.length; i++) {
            table.kind(table.key().get(i)).bind(statement, first + i, key[i]);
        }
    }

    private static Object[] values(Table table, List<Integer> columns, List<Operand> operands, Parameters parameters) {
        Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = operands.get(i).value(table.kind(columns.get(i)), parameters);
        }
        return values;
    }
}
