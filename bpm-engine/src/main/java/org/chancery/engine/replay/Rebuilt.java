package org.chancery.engine.replay;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import org.chancery.engine.gate.HeldLeaves;
import org.chancery.engine.image.Schema;
import org.chancery.ledger.Ledger;

/** The state as the ledger alone gives it, in a scratch database that is gone when this is closed. */
final class Rebuilt implements AutoCloseable {

    private final HikariDataSource scratch;
    private final Connection connection;
    private final Schema schema;

    private Rebuilt(HikariDataSource scratch) throws SQLException {
        this.scratch = scratch;
        connection = scratch.getConnection();
        new SchemaScripts().create(connection);
        schema = Schema.load(connection);
        SchemaScripts.empty(connection, schema);
    }

    /**
     * Replays these leaves, as far as the ledger has them.
     *
     * @throws Divergence if these leaves do not follow from each other
     */
    static Rebuilt of(Ledger ledger, HeldLeaves leaves) {
        HikariDataSource scratch = NodeDatabase.scratch();
        try {
            Rebuilt rebuilt = new Rebuilt(scratch);
            new LeafReplay(ledger, scratch, rebuilt.schema, new HeldLeaves()).only(leaves);
            return rebuilt;
        } catch (SQLException e) {
            scratch.close();
            throw new IllegalStateException("the scratch database of an audit failed: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    Schema schema() {
        return schema;
    }

    /** Closes its connections too, and with the last of them the database ends. */
    @Override
    public void close() {
        scratch.close();
    }
}
