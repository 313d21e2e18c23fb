package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.StoppedAudit;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.trial.PostgresServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.operaton.bpm.engine.runtime.Job;
import org.operaton.bpm.engine.task.Task;

/** The same capture and replay on PostgreSQL: genesis, a process, a second database, the audit. */
@EnabledIf("installedOrDemanded")
class PostgresIT {

    /** A clean machine that runs all tests must have the server; whoever works without it may. */
    static boolean installedOrDemanded() {
        return PostgresServer.installed() || "true".equals(System.getenv("CHANCERY_CI"));
    }

    private static HikariDataSource open(PostgresServer server, String database) throws Exception {
        server.createDatabase(database);
        return NodeDatabase.open(new EngineConfig.Database.Postgres(server.url(database), PostgresServer.USER, ""));
    }

    @Test
    void aProcessOnPostgresIsReplayedIntoASecondDatabaseAndIntoH2() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        InMemoryLedger ledger = new InMemoryLedger();
        try (PostgresServer server = new PostgresServer();
                TestNode node = new TestNode(ledger, open(server, "first"))) {
            node.engine
                    .getRepositoryService()
                    .createDeployment()
                    .addClasspathResource("org/chancery/engine/branches.bpmn")
                    .addClasspathResource("org/chancery/engine/rate.dmn")
                    .deploy();
            runOne(node);
            runOne(node);
            List<String> ended =
                    node.engine.getHistoryService().createHistoricProcessInstanceQuery().finished().list().stream()
                            .map(i -> i.getId())
                            .toList();
            assertThat(ended).hasSize(2);
            node.engine.getHistoryService().deleteHistoricProcessInstances(ended.subList(0, 1));

            assertThat(new AuditRun(ledger, null).of(node.database).differences())
                    .isEmpty();
            try (HikariDataSource second = open(server, "second")) {
                Gate copy = new Genesis(new SchemaScripts())
                        .prepare("copy", second, ledger, Clock.systemUTC(), GateSteps.NONE, 0);
                new LeafReplay(ledger, second, copy.schema(), copy.held())
                        .to(ledger.head().size());
                assertThat(TestNode.rows(second, copy)).isEqualTo(TestNode.rows(node.database, node.gate));
                assertThat(new AuditRun(ledger, null).of(second).differences()).isEmpty();
            }
            audited(server, ledger);
        }
    }

    /** Of the second database, which no engine uses: as replayed, edited, with a table that cannot be read, and gone. */
    private static void audited(PostgresServer server, InMemoryLedger ledger) throws Exception {
        EngineConfig.Database second =
                new EngineConfig.Database.Postgres(server.url("second"), PostgresServer.USER, "");
        AuditRun run = new AuditRun(ledger, null);
        assertThat(run.ofStopped(second)).isInstanceOfSatisfying(StoppedAudit.Compared.class, audit -> {
            assertThat(audit.report().differences()).isEmpty();
            assertThat(audit.report().rows()).isPositive();
            assertThat(audit.report().behind()).isZero();
        });
        try (Connection connection = DriverManager.getConnection(server.url("second"), PostgresServer.USER, "");
                Statement statement = connection.createStatement()) {
            statement.execute("alter table ACT_HI_TASKINST alter column START_TIME_ type varchar(64) using 'never'");
            statement.execute("update ACT_GE_PROPERTY set VALUE_ = 'forged' where NAME_ = 'schema.version'");
        }
        assertThat(run.ofStopped(second))
                .isInstanceOfSatisfying(
                        StoppedAudit.Compared.class,
                        audit -> assertThat(audit.report().differences())
                                .extracting(difference -> difference.table() + " " + difference.column())
                                .containsExactlyInAnyOrder("ACT_GE_PROPERTY VALUE_", "ACT_HI_TASKINST *"));
        server.createDatabase("third");
        EngineConfig.Database third = new EngineConfig.Database.Postgres(server.url("third"), PostgresServer.USER, "");
        assertThat(run.ofStopped(third)).isInstanceOf(StoppedAudit.Missing.class);
        EngineConfig.Database none = new EngineConfig.Database.Postgres(server.url("none"), PostgresServer.USER, "");
        assertThat(run.ofStopped(none)).isInstanceOf(StoppedAudit.Unreadable.class);
    }

    private static void runOne(TestNode node) {
        node.engine.getRuntimeService().startProcessInstanceByKey("branches", Map.of("capital", 5000));
        for (Job job : node.engine.getManagementService().createJobQuery().list()) {
            node.engine.getManagementService().executeJob(job.getId());
        }
        for (Task task : node.engine.getTaskService().createTaskQuery().list()) {
            node.engine.getTaskService().claim(task.getId(), "p-1");
            node.engine.getTaskService().complete(task.getId(), Map.of("note", "done", "size", 2.5, "ok", true));
        }
    }
}
