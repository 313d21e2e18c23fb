package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Table;

/**
 * Applies row images to a database, statement by statement in their order, on one connection. Statements are prepared
 * once per table and set of columns.
 */
final class ImageReplay implements AutoCloseable {

    private static final int MAX_PREPARED = 512;

    private record Form(int table, RowImage.Change change, List<Integer> columns) {}

    private final Connection connection;
    private final Map<Form, PreparedStatement> prepared = new HashMap<>();

    ImageReplay(Connection connection) {
        this.connection = connection;
    }

    /** @throws Divergence if a row that must be there is not, or one is that must not be */
    void apply(long leaf, List<RowImage> images) throws SQLException {
        for (RowImage image : images) {
            int count;
            try {
                count = run(image);
            } catch (SQLException e) {
                if (e.getSQLState() != null && e.getSQLState().startsWith("23")) {
                    throw new Divergence(leaf, image.change() + " " + name(image) + ": " + e.getMessage(), e);
                }
                throw e;
            }
            if (count != 1) {
                throw new Divergence(leaf, image.change() + " " + name(image) + " found no row", null);
            }
        }
    }

    private int run(RowImage image) throws SQLException {
        PreparedStatement statement = prepare(image);
        Table table = image.table();
        int next = 1;
        for (int i = 0; i < image.columns().length; i++) {
            table.kind(image.columns()[i]).bind(statement, next++, image.values()[i]);
        }
        if (image.change() != RowImage.Change.INSERT) {
            for (int i = 0; i < image.key().length; i++) {
                table.kind(table.key().get(i)).bind(statement, next++, image.key()[i]);
            }
        }
        return statement.executeUpdate();
    }

    private PreparedStatement prepare(RowImage image) throws SQLException {
        Form form = new Form(
                image.table().id(),
                image.change(),
                Arrays.stream(image.columns()).boxed().toList());
        PreparedStatement known = prepared.get(form);
        if (known == null) {
            if (prepared.size() >= MAX_PREPARED) {
                close();
            }
            known = connection.prepareStatement(sql(image));
            prepared.put(form, known);
        }
        return known;
    }

    private static String sql(RowImage image) {
        Table table = image.table();
        StringJoiner columns = new StringJoiner(", ");
        StringJoiner marks = new StringJoiner(", ");
        StringJoiner sets = new StringJoiner(", ");
        for (int column : image.columns()) {
            String name = table.columns().get(column).name();
            columns.add(name);
            marks.add("?");
            sets.add(name + " = ?");
        }
        return switch (image.change()) {
            case INSERT -> "INSERT INTO " + table.name() + " (" + columns + ") VALUES (" + marks + ")";
            case UPDATE -> "UPDATE " + table.name() + " SET " + sets + " WHERE " + table.keyPredicate();
            case DELETE -> "DELETE FROM " + table.name() + " WHERE " + table.keyPredicate();
        };
    }

    private static String name(RowImage image) {
        return image.table().name() + " " + image.table().showKey(image.key());
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }
}
