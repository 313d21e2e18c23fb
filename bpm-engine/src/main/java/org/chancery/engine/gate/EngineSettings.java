package org.chancery.engine.gate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.operaton.bpm.engine.ProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.operaton.bpm.engine.impl.cfg.auth.AuthorizationCommandChecker;
import org.operaton.bpm.engine.impl.interceptor.Command;
import org.operaton.bpm.engine.impl.interceptor.CommandInterceptor;
import org.operaton.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/** How the process engine is set up on a database that passes the gate. */
public final class EngineSettings {

    private EngineSettings() {}

    /**
     * @param name unique in this JVM
     * @param database gated in the product; the schema must exist
     * @param plugins what is added above the engine
     * @param beans what expressions may name
     * @param gate what writes wait for while it replays; nothing waits if there is none
     */
    public static StandaloneProcessEngineConfiguration configure(
            String name,
            DataSource database,
            Clock clock,
            List<ProcessEnginePlugin> plugins,
            Map<Object, Object> beans,
            Optional<Gate> gate) {
        StandaloneProcessEngineConfiguration engine = new StandaloneProcessEngineConfiguration();
        ModelHashes models = new ModelHashes();
        engine.setProcessEngineName(name);
        engine.setDataSource(database);
        engine.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_FALSE);
        engine.setIdGenerator(new StrongUuidGenerator());
        engine.setHistory(ProcessEngineConfiguration.HISTORY_FULL);
        engine.setTransactionContextFactory(ForcedCommit::new);
        engine.setFailedJobCommandFactory(new RefusedJobs());
        engine.setCommandCheckers(List.of(new DueTimers(), new AuthorizationCommandChecker()));
        engine.setExternalTaskService(new WorkerReports(models));
        engine.setCustomHistoryEventHandlers(new ArrayList<>(List.of(new HistoryAnnotator(models))));
        engine.setCustomPreBPMNParseListeners(new ArrayList<>(List.of(new PublicFacts(), new TakenFlows(models))));
        engine.setCustomPreCommandInterceptorsTxRequired(interceptors(clock, gate));
        engine.setCustomPreCommandInterceptorsTxRequiresNew(interceptors(clock, gate));
        engine.setProcessEnginePlugins(new ArrayList<>(plugins));
        engine.setBeans(new HashMap<>(beans));
        quiet(engine);
        engine.setJobExecutorActivate(false); // whoever keeps the gate starts and stops it
        return engine;
    }

    private static List<CommandInterceptor> interceptors(Clock clock, Optional<Gate> gate) {
        List<CommandInterceptor> interceptors = new ArrayList<>(List.of(new EngineClock(clock)));
        gate.ifPresent(present -> interceptors.add(new Patience(present)));
        return interceptors;
    }

    /** Off: what would write without anybody having asked for it, and what reaches for scripts or the network. */
    private static void quiet(StandaloneProcessEngineConfiguration engine) {
        engine.setMetricsEnabled(false);
        engine.setDbMetricsReporterActivate(false);
        engine.setTaskMetricsEnabled(false);
        engine.setHistoryCleanupEnabled(false);
        engine.setCreateIncidentOnFailedJobEnabled(true);
        engine.setJavaSerializationFormatEnabled(false);
        engine.setCmmnEnabled(false);
        // otherwise an error that no model catches, reported by a worker outside, ends the case without a word
        engine.setEnableExceptionsAfterUnhandledBpmnError(true);
        engine.setAuthorizationEnabled(false);
        engine.setDefaultNumberOfRetries(3);
    }

    /** Sets the engine's clock from ours; with the system clock there is nothing to set. */
    private static final class EngineClock extends CommandInterceptor {

        private final Clock clock;
        private final boolean system;

        EngineClock(Clock clock) {
            this.clock = clock;
            this.system = clock.getClass() == Clock.systemUTC().getClass();
        }

        @Override
        public <T> T execute(Command<T> command) {
            if (!system) {
                ClockUtil.setCurrentTime(Date.from(clock.instant()));
            }
            return next.execute(command);
        }
    }
}
