package org.chancery.engine.replay;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.chancery.engine.AuditReport;
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

    /** A commit never falls this many leaves behind others: a mark missing further back was removed. */
    private static final long IN_FLIGHT = 1_000;

    private static final long UNKNOWN = -1;

    private final Ledger ledger;
    private final PersonKeys keys;

    public AuditRun(Ledger ledger, PersonKeys keys) {
        this.ledger = ledger;
        this.keys = keys;
    }

    /** Audits the H2 database of a stopped node without changing it. */
    public AuditReport ofStopped(Path folder) {
        try (HikariDataSource live = NodeDatabase.openReadOnly(folder)) {
            return of(live, UNKNOWN);
        } catch (SQLException e) {
            throw new IllegalStateException("The database in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Audits a database in use; its writers go on. */
    public AuditReport of(DataSource live) throws SQLException {
        return of(live, UNKNOWN);
    }

    /**
     * As above.
     *
     * @param certain every leaf below this index was in the database before the call: a missing mark was removed
     */
    public AuditReport of(DataSource live, long certain) throws SQLException {
        try (Connection snapshot = live.getConnection();
                HikariDataSource scratch = NodeDatabase.scratch()) {
            snapshot.setAutoCommit(false);
            int isolation = snapshot.getTransactionIsolation();
            // both products then show all tables as of the first statement; H2's repeatable read does so table by table
            snapshot.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            try {
                HeldLeaves held = HeldLeaves.load(snapshot);
                return compare(snapshot, scratch, held, certain == UNKNOWN ? held.top() - IN_FLIGHT : certain);
            } finally {
                snapshot.rollback();
                snapshot.setTransactionIsolation(isolation);
            }
        }
    }

    private AuditReport compare(Connection snapshot, DataSource scratch, HeldLeaves held, long certain)
            throws SQLException {
        try (Connection rebuilt = scratch.getConnection()) {
            new SchemaScripts().create(rebuilt);
            Schema schema = Schema.load(rebuilt);
            SchemaScripts.empty(rebuilt, schema);
            new LeafReplay(ledger, scratch, schema, new HeldLeaves()).only(held, certain);
            StateComparison comparison = new StateComparison(rebuilt, snapshot);
            for (Table table : schema.tables()) {
                comparison.compare(table);
            }
            comparison.compareMarks();
            return new AuditReport(
                    held.top(),
                    schema.tables().size(),
                    comparison.rows(),
                    comparison.differences(),
                    erasedFields(snapshot));
        }
    }

    private long erasedFields(Connection snapshot) throws SQLException {
        Set<String> erased = new TreeSet<>();
        long count = 0;
        try (PreparedStatement query = snapshot.prepareStatement("select PERSON_ID_ from CH_FIELD");
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
