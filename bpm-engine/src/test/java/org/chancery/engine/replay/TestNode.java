package org.chancery.engine.replay;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.gate.EngineSettings;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.gate.GatedDataSource;
import org.chancery.engine.image.Table;
import org.chancery.ledger.Ledger;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** A bare process engine on a gated database, without the faces above it. */
public final class TestNode implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 60_000;

    private static int count;

    public final HikariDataSource database;
    public final Gate gate;
    public final Keeper keeper;
    public final ProcessEngineConfigurationImpl configuration;
    public final ProcessEngine engine;
    public final Transactions transactions;
    public final GatedDataSource gated;

    public TestNode(Ledger ledger, HikariDataSource database) throws Exception {
        this(ledger, database, List.of());
    }

    /** @param steps told where each commit stands */
    TestNode(Ledger ledger, HikariDataSource database, GateSteps steps) throws Exception {
        this(ledger, database, List.of(), Duration.ofSeconds(1), steps);
    }

    public TestNode(Ledger ledger, HikariDataSource database, List<String> moreTables) throws Exception {
        this(ledger, database, moreTables, Duration.ofSeconds(1));
    }

    /** @param late how long the ledger may not be writable before the open gate closes */
    TestNode(Ledger ledger, HikariDataSource database, List<String> moreTables, Duration late) throws Exception {
        this(ledger, database, moreTables, late, GateSteps.NONE);
    }

    private TestNode(Ledger ledger, HikariDataSource database, List<String> moreTables, Duration late, GateSteps steps)
            throws Exception {
        this(ledger, database, moreTables, late, steps, Clock.systemUTC());
    }

    /** @param clock other than the system's, it stays the clock of every engine in this JVM until ClockUtil is reset */
    public TestNode(Ledger ledger, HikariDataSource database, Clock clock) throws Exception {
        this(ledger, database, List.of(), Duration.ofSeconds(1), GateSteps.NONE, clock);
    }

    private TestNode(
            Ledger ledger,
            HikariDataSource database,
            List<String> moreTables,
            Duration late,
            GateSteps steps,
            Clock clock)
            throws Exception {
        this.database = database;
        gate = new Genesis(new SchemaScripts(moreTables))
                .prepare("node", database, ledger, clock, steps, PATIENCE_MILLIS);
        keeper = new Keeper(gate, ledger, database, late);
        keeper.start();
        keeper.awaitFirstOpening(PATIENCE_MILLIS);
        gated = new GatedDataSource(database, gate);
        configuration =
                EngineSettings.configure("test-" + count++, gated, clock, List.of(), Map.of(), Optional.of(gate));
        engine = configuration.buildProcessEngine();
        EngineCaches caches = new EngineCaches(configuration);
        gate.onRefusal(caches::drop);
        keeper.attach(new Keeper.Dependants() {
            @Override
            public void replayed(Set<String> touched) {
                caches.replayed(touched);
            }

            @Override
            public void opened() {}

            @Override
            public void closed() {}
        });
        transactions = new Transactions(configuration);
    }

    /** Every row of every gated table: table, then key, then values as text. */
    public static Map<String, Map<String, String>> rows(HikariDataSource database, Gate gate) throws SQLException {
        Map<String, Map<String, String>> all = new TreeMap<>();
        try (Connection connection = database.getConnection()) {
            for (Table table : gate.schema().tables()) {
                Map<String, String> rows = new TreeMap<>();
                TableRows.read(connection, table, (key, values) -> {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < values.length; i++) {
                        text.append(table.columns().get(i).name()).append('=');
                        text.append(table.kind(i).show(values[i])).append(' ');
                    }
                    rows.put(table.showKey(key), text.toString());
                });
                all.put(table.name(), rows);
            }
            connection.rollback();
        }
        return all;
    }

    @Override
    public void close() {
        engine.close();
        keeper.close();
        database.close();
    }
}
