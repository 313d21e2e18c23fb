package org.chancery.engine.replay;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import javax.sql.DataSource;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineException;
import org.chancery.engine.gate.Gate;
import org.chancery.ledger.LedgerException;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a node's database. Its files need no fsync: what it loses is replayed from the ledger. An H2 database that does
 * not open, or was not closed in peace ({@link CleanStop}), is moved aside and rebuilt.
 */
public final class NodeDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDatabase.class);

    /**
     * UTC whatever the machine's zone is; writes go to the file in the background; the pool closes the database, not
     * the JVM's shutdown hook, which would run too early; the engine's few hundred statement texts are parsed once per
     * connection.
     */
    private static final String H2_SETTINGS =
            ";TIME ZONE=UTC;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=200;LOCK_TIMEOUT=10000;QUERY_CACHE_SIZE=256"
                    + ";DEFAULT_NULL_ORDERING=HIGH"; // as PostgreSQL has it

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int CONNECTIONS = 24;
    private static final String DAMAGED = "damaged-";
    private static final String UNCLEAN = "unclean-";

    private NodeDatabase() {}

    /** Opens the database, moving aside an H2 database that does not open. */
    public static HikariDataSource open(EngineConfig.Database where) {
        return switch (where) {
            case EngineConfig.Database.H2 h2 -> openFiles(h2.folder());
            case EngineConfig.Database.Postgres pg -> pool(pg.url(), pg.user(), pg.password());
        };
    }

    /** A database that is ready for its gate, and the gate, still closed. */
    public record Ready(HikariDataSource database, Gate gate) {}

    /** Makes a gate on an opened database. */
    @FunctionalInterface
    public interface Preparation {
        Gate of(DataSource opened) throws SQLException, InterruptedException;
    }

    /** Opens and prepares a database; H2 files that cannot be read are moved aside, and an empty database is prepared. */
    public static Ready prepare(EngineConfig.Database where, Preparation preparation) {
        try {
            return ready(where, preparation);
        } catch (SQLException e) {
            if (!(where instanceof EngineConfig.Database.H2 h2)) {
                throw new EngineException.Failed("database: " + e.getMessage(), e);
            }
            return prepareAnew(h2, preparation, e);
        }
    }

    private static Ready prepareAnew(EngineConfig.Database.H2 where, Preparation preparation, SQLException why) {
        try {
            damaged(where.folder(), why);
            return ready(where, preparation);
        } catch (SQLException | IOException e) {
            throw new EngineException.Failed("database: " + e.getMessage(), e);
        }
    }

    /** Leaves no open database behind, however it ends. */
    private static Ready ready(EngineConfig.Database where, Preparation preparation) throws SQLException {
        HikariDataSource database = open(where);
        boolean made = false;
        try {
            Ready ready = new Ready(database, preparation.of(database));
            made = true;
            return ready;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.Failed("interrupted", e);
        } catch (LedgerException.NoQuorum e) {
            throw new EngineException.NoQuorum(e);
        } finally {
            if (!made) {
                close(where, database);
            }
        }
    }

    /** An empty H2 database in memory, gone when it is closed. */
    public static HikariDataSource scratch() {
        return pool("jdbc:h2:mem:scratch-" + UUID.randomUUID() + ";TIME ZONE=UTC", "sa", "");
    }

    private static HikariDataSource openFiles(Path folder) {
        try {
            Files.createDirectories(folder);
            String url = url(folder) + H2_SETTINGS;
            CleanStop stop = new CleanStop(folder);
            if (stop.isInUse()) {
                throw new IllegalStateException("The database in " + folder + " is in use by another process");
            }
            if (!stop.isBelieved()) {
                Path aside = moveAside(folder, UNCLEAN);
                LOG.warn(
                        "This node was killed, or the power cut: the last words of its database in {} cannot be trusted."
                                + " It was moved to {} and is rebuilt from the ledger; nothing is lost",
                        folder,
                        aside);
            }
            stop.opening();
            try (Connection probe = DriverManager.getConnection(url, "sa", "")) {
                probe.isValid(1);
            } catch (SQLException e) {
                if (inUse(e)) {
                    throw new IllegalStateException("The database in " + folder + " is in use by another process", e);
                }
                damaged(folder, e);
            }
            return pool(url, "sa", "");
        } catch (IOException e) {
            throw new IllegalStateException("cannot prepare the database folder " + folder, e);
        }
    }

    static boolean inUse(SQLException e) {
        return e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
    }

    /** Closes the database, which may be believed at its next opening, unless somebody holds on to it. */
    public static void close(EngineConfig.Database where, HikariDataSource database) {
        database.close();
        if (where instanceof EngineConfig.Database.H2 h2) {
            try {
                new CleanStop(h2.folder()).closed();
            } catch (IOException e) {
                LOG.warn("That the database was closed could not be noted; it will be rebuilt from the ledger", e);
            }
        }
    }

    private static void damaged(Path folder, Exception why) throws IOException {
        Path aside = moveAside(folder, DAMAGED);
        LOG.warn(
                "The database in {} does not open ({}); it was moved to {} and is rebuilt from the ledger",
                folder,
                why.getMessage(),
                aside);
    }

    /** Keeps the files for whoever wants to look at them: all that were damaged, of the unclean ones the newest. */
    private static Path moveAside(Path folder, String kind) throws IOException {
        if (kind.equals(UNCLEAN)) {
            deleteUnclean(folder);
        }
        Path aside = folder.resolve(kind + STAMP.format(lastWritten(folder)) + "-"
                + UUID.randomUUID().toString().substring(0, 4));
        Files.createDirectories(aside);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "engine.*")) {
            for (Path file : files) {
                Files.move(file, aside.resolve(file.getFileName()));
            }
        }
        return aside;
    }

    private static void deleteUnclean(Path folder) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(folder, UNCLEAN + "*")) {
            for (Path kept : old) {
                if (!Files.isDirectory(kept)) {
                    continue; // somebody packed one
                }
                try (DirectoryStream<Path> files = Files.newDirectoryStream(kept)) {
                    for (Path file : files) {
                        Files.delete(file);
                    }
                }
                Files.delete(kept);
            }
        }
    }

    /** When the damaged files were last written: what tells two of them apart, and needs no clock. */
    private static Instant lastWritten(Path folder) throws IOException {
        Instant last = Instant.EPOCH;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "engine.*")) {
            for (Path file : files) {
                Instant written = Files.getLastModifiedTime(file).toInstant();
                last = written.isAfter(last) ? written : last;
            }
        }
        return last;
    }

    static String url(Path folder) {
        return "jdbc:h2:file:" + folder.toAbsolutePath().resolve("engine");
    }

    private static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(2);
        config.setPoolName("database");
        return new HikariDataSource(config);
    }
}
