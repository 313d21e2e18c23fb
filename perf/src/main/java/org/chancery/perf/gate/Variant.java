package org.chancery.perf.gate;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.engine.Tasks;
import org.chancery.engine.casework.Casework;
import org.chancery.engine.gate.EngineSettings;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.replay.NodeDatabase;
import org.chancery.engine.replay.SchemaScripts;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.PersonKeys;
import org.chancery.processes.est.EstChecks;
import org.chancery.processes.est.EstService;
import org.chancery.rules.LegalClock;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** One way to run the same services: with the gate, or on a bare database. The rest is the same code. */
record Variant(String name, Cases cases, Tasks tasks, Runnable stop) implements AutoCloseable {

    /** The holiday calendar has to cover the day, so the run takes place on a Monday morning of 2026. */
    private static final Clock CLOCK =
            Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), Instant.parse("2026-11-23T01:00:00Z")));

    static Variant gated(Path folder, Ledger ledger, PersonKeys keys, GateSteps steps) {
        Engine engine = EngineNode.start(config(new EngineConfig.Database.H2(folder)), ledger, keys, steps);
        return new Variant("gated, three voters, H2", engine.cases(), engine.tasks(), engine::close);
    }

    /** Gated, with a judge for each witness of the log. */
    static Variant gated(String name, Path folder, Ledger ledger, PersonKeys keys) {
        Engine engine = engine(folder, ledger, keys);
        ledger.witnesses().judge(engine::judge);
        return new Variant(name, engine.cases(), engine.tasks(), engine::close);
    }

    /** An engine of this log with its services, and no witness. */
    static Engine engine(Path folder, Ledger ledger, PersonKeys keys) {
        return EngineNode.start(config(new EngineConfig.Database.H2(folder)), ledger, keys, GateSteps.NONE);
    }

    /** @param unused reads of the trail and of judgements, which the load does not make, would go there */
    static Variant bare(String name, EngineConfig.Database where, Ledger unused, PersonKeys keys) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        EngineConfig config = config(where);
        HikariDataSource database = NodeDatabase.open(where);
        try (Connection connection = database.getConnection()) {
            new SchemaScripts().create(connection);
            connection.commit();
        }
        Casework casework = new Casework(config, keys);
        ProcessEngineConfigurationImpl settings =
                EngineSettings.configure(name, database, CLOCK, List.of(casework.plugin()), Map.of(), Optional.empty());
        settings.buildProcessEngine();
        Casework.Faces faces = casework.open(settings, unused, leaf -> Optional.empty(), of -> Optional.empty());
        faces.deployServices().run();
        return new Variant(name, faces.cases(), faces.tasks(), () -> {
            settings.getProcessEngine().close();
            database.close();
        });
    }

    private static EngineConfig config(EngineConfig.Database database) {
        LegalClock china = LegalClock.china();
        return new EngineConfig(
                "engine-1",
                database,
                CLOCK,
                List.of(EstService.bundle(china)),
                EstChecks.all(CLOCK::instant, china),
                false);
    }

    @Override
    public void close() {
        stop.run();
    }
}
