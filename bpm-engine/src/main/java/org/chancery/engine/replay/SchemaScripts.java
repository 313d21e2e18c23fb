package org.chancery.engine.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chancery.engine.gate.CaseNames;
import org.chancery.engine.gate.LeafMarks;
import org.chancery.engine.image.RowImage;
import org.chancery.engine.image.Schema;
import org.chancery.engine.image.Table;
import org.chancery.engine.register.RegisterTables;

/**
 * Creates the schema: the process engine's own scripts for the database product, then our tables. This runs outside
 * the gate, at genesis and at every rebuild; what rows it leaves are recorded once, as the genesis record.
 */
public final class SchemaScripts {

    private static final List<String> PARTS = List.of(
            "engine", "history", "identity", "case.engine", "case.history", "decision.engine", "decision.history");

    private static final String OPERATON = "org/operaton/bpm/engine/db/create/";
    private static final String OWN = "org/chancery/engine/schema/10-cases.sql";

    private final List<String> ownTables;

    /** The product's tables. */
    public SchemaScripts() {
        this(List.of());
    }

    /** @param moreTables statements that create further gated tables, the same for every database product */
    SchemaScripts(List<String> moreTables) {
        List<String> statements = new ArrayList<>(script(OWN));
        statements.addAll(RegisterTables.DDL);
        statements.addAll(CaseNames.DDL);
        statements.addAll(moreTables);
        ownTables = List.copyOf(statements);
    }

    /** Whether the schema is there, completely: the marks are created last. */
    static boolean exists(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select count(*) from information_schema.tables"
                        + " where table_schema = current_schema and upper(table_name) = 'CH_LEAF_CASE'");
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getLong(1) == 1;
        }
    }

    /** Creates every table in an empty database. */
    public void create(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
        String name = product.equals("postgresql") ? "postgres" : "h2";
        try (Statement statement = connection.createStatement()) {
            for (String part : PARTS) {
                for (String sql : script(OPERATON + "activiti." + name + ".create." + part + ".sql")) {
                    statement.execute(sql);
                }
            }
            for (String sql : ownTables) {
                statement.execute(sql);
            }
            for (String sql : LeafMarks.DDL) {
                statement.execute(sql);
            }
        }
        connection.commit();
    }

    /** Every row as an insertion. */
    static List<RowImage> rows(Connection connection, Schema schema) throws SQLException {
        List<RowImage> images = new ArrayList<>();
        for (Table table : schema.tables()) {
            TableRows.read(
                    connection,
                    table,
                    (key, row) ->
                            images.add(new RowImage(table, RowImage.Change.INSERT, key, table.everyColumn(), row)));
        }
        return images;
    }

    /** Removes every row, so that the genesis record can be applied. */
    static void empty(Connection connection, Schema schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            List<String> waiting =
                    new ArrayList<>(schema.tables().stream().map(Table::name).toList());
            waiting.add("CH_LEAF");
            waiting.add("CH_LEAF_CASE");
            for (String table : waiting) {
                statement.executeUpdate("delete from " + table);
            }
        }
        connection.commit();
    }

    /** The statements of a script; none if the product has no such part. */
    private static List<String> script(String path) {
        try (InputStream in = SchemaScripts.class.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                return List.of();
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^\\s*--.*$", "");
            return List.of(text.split(";")).stream()
                    .map(String::strip)
                    .filter(sql -> !sql.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }
}
