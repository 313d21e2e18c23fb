package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.chancery.engine.AuditReport;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.StoppedAudit;
import org.chancery.engine.gate.HeldLeaves;
import org.chancery.engine.image.Schema;
import org.chancery.engine.image.Table;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.PersonKeys;

/**
 * Rebuilds the state from the ledger alone in a scratch database and compares it with a live one (I3). The live one is
 * read in one snapshot, and exactly the leaves that it says it holds are replayed, so both speak for the same moment.
 */
public final class AuditRun {

    /**
     * In a stopped database, a mark that is missing this many leaves or more below the top was removed: nobody
     * remembers which commits a crash overtook, and one that hung while a thousand others finished is less likely than a
     * hand. Should it be one after all, the report names what its leaf did as missing, and what an operator is told to
     * do then, to rebuild the database from the ledger, loses nothing. A mark missing nearer to the top counts as behind,
     * which the next start replays. A running node remembers what it committed, and needs no such limit.
     */
    private static final long IN_FLIGHT = 1_000;

    private final Ledger ledger;
    private final PersonKeys keys;

    public AuditRun(Ledger ledger, PersonKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    /**
     * Audits the database of a stopped node as it lies: nothing is replayed into it, mended or moved.
     *
     * @throws Divergence if the ledger itself cannot be replayed
     */
    public StoppedAudit ofStopped(EngineConfig.Database database) {
        StoppedDatabase stopped = new StoppedDatabase(database);
        Optional<StoppedAudit> absent = stopped.absent();
        if (absent.isPresent()) {
            return absent.get();
        }
        try (Connection snapshot = stopped.open()) {
            begin(snapshot);
            LiveTables tables = LiveTables.load(snapshot);
            Optional<StoppedAudit> silent = stopped.silent(tables);
            if (silent.isPresent()) {
                return silent.get();
            }
            long size = ledger.head().size();
            HeldLeaves held = HeldLeaves.load(snapshot);
            if (size == 0 && held.top() == 0) {
                return new StoppedAudit.NoEntries();
            }
            HeldLeaves certain = held.and(HeldLeaves.allBelow(Math.min(held.top(), size) - IN_FLIGHT));
            return new StoppedAudit.Compared(compare(snapshot, tables, held, certain, size), stopped.wasClosed());
        } catch (SQLException e) {
            return stopped.refused(e);
        }
    }

    /** Audits a database in use; its writers go on. */
    public AuditReport of(DataSource live) throws SQLException {
        return of(live, new HeldLeaves());
    }

    /**
     * As above. However far a commit falls behind others, it is told from a mark that was removed.
     *
     * @param known leaves whose commits this node has seen to end well: they are in the database, and a missing mark of
     *     theirs was removed. What commits after the call may be missing
     */
    public AuditReport of(DataSource live, HeldLeaves known) throws SQLException {
        HeldLeaves before = known.copy(); // ahead of the snapshot, which therefore holds them
        long size = ledger.head().size(); // what is appended from here on, the snapshot need not hold
        try (Connection snapshot = live.getConnection()) {
            int isolation = snapshot.getTransactionIsolation();
            begin(snapshot);
            try {
                HeldLeaves held = HeldLeaves.load(snapshot);
                return compare(snapshot, LiveTables.load(snapshot), held, held.and(before), size);
            } finally {
                snapshot.rollback();
                snapshot.setTransactionIsolation(isolation);
            }
        }
    }

    /** Both products then show all tables as of the first statement; H2's repeatable read does so table by table. */
    private static void begin(Connection snapshot) throws SQLException {
        snapshot.setAutoCommit(false);
        snapshot.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }

    /**
     * Leaves that are missing among others may be commits that a crash overtook: these need nothing of each other. If
     * what is held does not follow without them, their marks were removed, and all are replayed.
     *
     * @param certain what must be held, and is replayed
     */
    private AuditReport compare(Connection snapshot, LiveTables tables, HeldLeaves held, HeldLeaves certain, long size)
            throws SQLException {
        long top = Math.min(held.top(), size);
        try {
            return compareAt(snapshot, tables, held, certain, size);
        } catch (Divergence gap) {
            if (certain.missing(0, top) == 0) {
                throw gap;
            }
            return compareAt(snapshot, tables, held, certain.and(HeldLeaves.allBelow(top)), size);
        }
    }

    private AuditReport compareAt(
            Connection snapshot, LiveTables tables, HeldLeaves held, HeldLeaves certain, long size)
            throws SQLException {
        try (Rebuilt rebuilt = Rebuilt.of(ledger, certain)) {
            Schema schema = rebuilt.schema();
            StateComparison comparison = new StateComparison(rebuilt.connection(), snapshot, tables);
            for (Table table : schema.tables()) {
                comparison.compare(table);
            }
            long rows = comparison.rows();
            for (Table table : Schema.marks(rebuilt.connection())) {
                comparison.compare(table);
            }
            comparison.compareNames();
            return new AuditReport(
                    held.top(),
                    certain.missing(0, size),
                    schema.tables().size(),
                    rows,
                    comparison.differences(),
                    erasedFields(rebuilt.connection()));
        }
    }

    private long erasedFields(Connection rebuilt) throws SQLException {
        Set<String> erased = new TreeSet<>();
        long count = 0;
        try (PreparedStatement query = rebuilt.prepareStatement("select PERSON_ID_ from CH_FIELD");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String person = rows.getString(1);
                if (erased.contains(person) || keys.erased(person)) {
                    erased.add(person);
                    count++;
                }
            }
        }
        return count;
    }
}
