package org.chancery.engine.replay;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.gate.HeldLeaves;
import org.chancery.engine.gate.LeafMarks;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a database ready for the gate. An empty log begins with a genesis record, whose images are all rows that the
 * schema's creation left; a database without it is emptied and replayed from there.
 */
public final class Genesis {

    private static final Logger LOG = LoggerFactory.getLogger(Genesis.class);
    private static final long POLL_MILLIS = 50;

    private final SchemaScripts scripts;

    public Genesis(SchemaScripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Creates the schema if it is missing and makes sure that the log has its genesis record.
     *
     * @param patienceMillis how long to wait for a leader if the log is empty
     * @return a gate on the database, still closed
     * @throws LedgerException.NoQuorum if the log is empty and no leader came in time
     */
    public Gate prepare(
            String node, DataSource database, Ledger ledger, Clock clock, GateSteps steps, long patienceMillis)
            throws SQLException, InterruptedException {
        try (Connection connection = database.getConnection()) {
            if (connection.getAutoCommit()) {
                connection.setAutoCommit(false);
            }
            if (!SchemaScripts.exists(connection)) {
                scripts.create(connection);
            }
            Schema schema = Schema.load(connection);
            HeldLeaves held = HeldLeaves.load(connection);
            connection.commit();
            Gate gate = new Gate(node, ledger, clock, steps, schema, held);
            if (!held.has(0)) {
                begin(connection, gate, ledger, patienceMillis);
            }
            return gate;
        }
    }

    private void begin(Connection connection, Gate gate, Ledger ledger, long patienceMillis)
            throws SQLException, InterruptedException {
        Optional<Long> term = awaitBeginning(ledger, patienceMillis);
        if (term.isEmpty()) {
            LOG.info("Replaying {} leaves into an empty database", ledger.head().size());
            SchemaScripts.empty(connection, gate.schema());
            return;
        }
        Entry entry = gate.records().genesis(SchemaScripts.rows(connection, gate.schema()), term.get());
        Committed leaf = ledger.append(entry, term.get());
        if (leaf.index() != 0) {
            SchemaScripts.empty(connection, gate.schema());
            return;
        }
        LeafMarks.insert(connection, leaf, "genesis", List.of());
        connection.commit();
        gate.held().add(0);
    }

    /** The term in which to write the genesis record; empty if the log has one. */
    private static Optional<Long> awaitBeginning(Ledger ledger, long patienceMillis) throws InterruptedException {
        long end = System.nanoTime() + patienceMillis * 1_000_000;
        while (ledger.head().size() == 0) {
            Optional<Long> term = ledger.writableTerm();
            // Who may append has applied all there was: only now does an empty log mean that there is no record.
            if (term.isPresent() && ledger.head().size() == 0) {
                return term;
            }
            if (System.nanoTime() > end) {
                throw new LedgerException.NoQuorum("the log is empty and no leader was found");
            }
            Thread.sleep(POLL_MILLIS);
        }
        return Optional.empty();
    }
}
