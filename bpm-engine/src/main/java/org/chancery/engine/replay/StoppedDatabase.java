package org.chancery.engine.replay;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.StoppedAudit;

/**
 * The database of a node that does not run, opened for reading only: what is damaged is not mended, moved aside or
 * brought up to the ledger.
 */
final class StoppedDatabase {

    /** No trace file either, and no wait for a lock: nobody else may have the files open. */
    private static final String H2_READING = ";TIME ZONE=UTC;ACCESS_MODE_DATA=r;IFEXISTS=TRUE;TRACE_LEVEL_FILE=0";

    private final EngineConfig.Database database;

    StoppedDatabase(EngineConfig.Database database) {
        this.database = database;
    }

    /** Its folder or address. */
    String where() {
        return switch (database) {
            case EngineConfig.Database.H2 h2 -> h2.folder().toString();
            case EngineConfig.Database.Postgres pg -> pg.url();
        };
    }

    Connection open() throws SQLException {
        return switch (database) {
            case EngineConfig.Database.H2 h2 ->
                DriverManager.getConnection(NodeDatabase.url(h2.folder()) + H2_READING, "sa", "");
            case EngineConfig.Database.Postgres pg -> openPostgres(pg);
        };
    }

    /** A statement that fails there must not end the snapshot, so that one unreadable table does not hide the others. */
    private static Connection openPostgres(EngineConfig.Database.Postgres pg) throws SQLException {
        String url = pg.url() + (pg.url().contains("?") ? "&" : "?") + "autosave=always";
        Connection connection = DriverManager.getConnection(url, pg.user(), pg.password());
        connection.setReadOnly(true);
        return connection;
    }

    /** Whether all that it says can be believed; PostgreSQL recovers by itself. */
    boolean wasClosed() {
        return !(database instanceof EngineConfig.Database.H2 h2) || new CleanStop(h2.folder()).isBelieved();
    }

    /** Why there is nothing to open, seen from outside. */
    Optional<StoppedAudit> absent() {
        return database instanceof EngineConfig.Database.H2 h2 && Files.notExists(file(h2.folder()))
                ? Optional.of(new StoppedAudit.Missing(where()))
                : Optional.empty();
    }

    /** Why an opened database cannot be compared: it does not say what it holds. */
    Optional<StoppedAudit> silent(LiveTables tables) {
        if (tables.has("CH_LEAF") && tables.has("CH_LEAF_CASE")) {
            return Optional.empty();
        }
        return Optional.of(
                tables.isEmpty()
                        ? new StoppedAudit.Missing(where())
                        : new StoppedAudit.Unreadable(
                                where(), "it lacks the tables CH_LEAF and CH_LEAF_CASE, which say what it holds"));
    }

    StoppedAudit refused(SQLException failure) {
        return NodeDatabase.inUse(failure)
                ? new StoppedAudit.InUse(where())
                : new StoppedAudit.Unreadable(where(), String.valueOf(failure.getMessage()));
    }

    private static Path file(Path folder) {
        return folder.resolve("engine.mv.db");
    }
}
