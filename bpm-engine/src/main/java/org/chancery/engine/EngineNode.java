package org.chancery.engine;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.chancery.engine.casework.Casework;
import org.chancery.engine.casework.Rounds;
import org.chancery.engine.conformance.CaseJudgement;
import org.chancery.engine.conformance.LedgerJudge;
import org.chancery.engine.gate.EngineSettings;
import org.chancery.engine.gate.Gate;
import org.chancery.engine.gate.GateRefused;
import org.chancery.engine.gate.GateSteps;
import org.chancery.engine.gate.GatedDataSource;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.replay.AuditRun;
import org.chancery.engine.replay.ConformanceRun;
import org.chancery.engine.replay.EngineCaches;
import org.chancery.engine.replay.Genesis;
import org.chancery.engine.replay.Keeper;
import org.chancery.engine.replay.NodeDatabase;
import org.chancery.engine.replay.SchemaScripts;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judges;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.jobexecutor.JobExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine of one node, assembled: database, gate, keeper, process engine and the faces above it. The only place in
 * this module that knows all of them.
 */
public final class EngineNode implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(EngineNode.class);
    private static final long PATIENCE_MILLIS = 30_000;
    private static final int JOB_WAIT_MILLIS = 500;
    private static final long JOB_MAX_WAIT_MILLIS = 5_000;

    private final EngineConfig.Database where;
    private final HikariDataSource database;
    private final Gate gate;
    private final Keeper keeper;
    private final Ledger ledger;
    private final InstantSource clock;
    private final PersonKeys keys;
    private final ProcessEngine engine;
    private final Casework.Faces faces;
    /** Those that witnesses still ask, oldest first. */
    private final List<WeakReference<LedgerJudge>> judges = new CopyOnWriteArrayList<>();

    private EngineNode(EngineConfig config, Ledger ledger, PersonKeys keys, GateSteps steps) {
        this.ledger = ledger;
        this.clock = config.clock();
        this.keys = keys;
        NodeDatabase.Ready ready = NodeDatabase.prepare(
                config.database(),
                opened -> new Genesis(new SchemaScripts())
                        .prepare(config.nodeId(), opened, ledger, config.clock(), steps, PATIENCE_MILLIS));
        where = config.database();
        database = ready.database();
        gate = ready.gate();
        keeper = new Keeper(gate, ledger, database);
        Runnable closing = () -> {};
        try {
            keeper.start();
            keeper.awaitFirstOpening(PATIENCE_MILLIS);
            Casework casework = new Casework(config, keys);
            ProcessEngineConfigurationImpl settings = insist(() -> build(config, casework));
            engine = settings.getProcessEngine();
            closing = engine::close;
            faces = casework.open(settings, ledger, this::open, this::opinion);
            EngineCaches caches = new EngineCaches(settings);
            gate.onRefusal(caches::drop);
            insist(() -> {
                faces.deployServices().run();
                return true;
            });
            keeper.attach(new Dependants(
                    caches, faces.rounds(), config.runJobs() ? Optional.of(jobs(settings)) : Optional.empty()));
        } catch (RuntimeException e) {
            keeper.close();
            try {
                closing.run();
            } catch (RuntimeException also) {
                e.addSuppressed(also);
            }
            NodeDatabase.close(where, database);
            throw e;
        }
    }

    /**
     * Starts a node: brings its database to the ledger's head, rebuilding it if it is missing or damaged, opens the
     * gate and deploys the services that are new or changed. Times are UTC from here on in the whole JVM.
     *
     * @throws EngineException.NoQuorum if no leader was found in half a minute
     * @throws org.chancery.engine.replay.Divergence if the database does not hold what the ledger says
     */
    public static Engine start(EngineConfig config, Ledger ledger, PersonKeys keys) {
        return start(config, ledger, keys, GateSteps.NONE);
    }

    /** As above, telling {@code steps} where each commit stands; for fault runs. */
    public static Engine start(EngineConfig config, Ledger ledger, PersonKeys keys, GateSteps steps) {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        return new EngineNode(config, ledger, keys, steps);
    }

    /**
     * Compares the database of a node that does not run, as it lies, with the ledger, and changes neither.
     *
     * @throws org.chancery.engine.replay.Divergence if the ledger itself cannot be replayed
     * @throws org.chancery.ledger.LedgerException if the ledger or the keys of persons cannot be read
     */
    public static StoppedAudit auditStopped(EngineConfig.Database database, Ledger ledger, PersonKeys keys) {
        return new AuditRun(ledger, keys).ofStopped(database);
    }

    /**
     * Judges every case of a ledger a second time, from its public records; no engine runs and nothing is added.
     *
     * @param locale of the remarks: Chinese, or else English
     * @param clock of this machine: nothing is overdue before its time has come here too
     */
    public static ConformanceReport conformance(Ledger ledger, Locale locale, InstantSource clock) {
        return new ConformanceRun(ledger, locale, clock).report();
    }

    /** A second opinion for a witness on whose machine no engine runs. */
    public static Judge judge(Judges.Models models) {
        return new LedgerJudge(models::byHash);
    }

    private ProcessEngineConfigurationImpl build(EngineConfig config, Casework casework) {
        ProcessEngineConfigurationImpl settings = EngineSettings.configure(
                config.nodeId() + "-" + UUID.randomUUID(),
                new GatedDataSource(database, gate),
                config.clock(),
                List.of(casework.plugin()),
                Map.of(),
                Optional.of(gate));
        settings.buildProcessEngine();
        return settings;
    }

    /**
     * Leadership may move while a node starts. What a start writes may be written again, so it is tried again for as
     * long as it is the gate that refuses.
     */
    private <T> T insist(Supplier<T> step) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        while (true) {
            try {
                return step.get();
            } catch (RuntimeException e) {
                if (GateRefused.reason(e).isEmpty() && !isRefusal(e) || System.nanoTime() > end) {
                    throw e;
                }
                LOG.info("Refused while starting, trying again: {}", e.getMessage());
                awaitOpen();
            }
        }
    }

    private static boolean isRefusal(RuntimeException e) {
        return e instanceof EngineException.NotCurrent
                || e instanceof EngineException.NoQuorum
                || e instanceof EngineException.UnknownOutcome;
    }

    private void awaitOpen() {
        try {
            gate.awaitOpen(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException.NotCurrent(e);
        }
    }

    private static JobExecutor jobs(ProcessEngineConfigurationImpl settings) {
        JobExecutor jobs = settings.getJobExecutor();
        jobs.setWaitTimeInMillis(JOB_WAIT_MILLIS);
        jobs.setMaxWait(JOB_MAX_WAIT_MILLIS);
        return jobs;
    }

    /** Jobs run, and rounds are made, only while the gate is open. */
    private record Dependants(EngineCaches caches, Rounds rounds, Optional<JobExecutor> jobs)
            implements Keeper.Dependants {

        @Override
        public void replayed(Set<String> tables) {
            caches.replayed(tables);
        }

        @Override
        public void opened() {
            jobs.ifPresent(JobExecutor::start);
            rounds.opened();
        }

        @Override
        public void closed() {
            rounds.closed();
            jobs.ifPresent(JobExecutor::shutdown);
        }
    }

    private Optional<PrivatePart> open(Leaf leaf) {
        return leaf.privatePart().length == 0
                ? Optional.empty()
                : Optional.of(PrivatePart.decode(ledger.cipher().open(leaf.id(), leaf.privatePart()), gate.schema()));
    }

    @Override
    public Models models() {
        return faces.models();
    }

    @Override
    public Cases cases() {
        return faces.cases();
    }

    @Override
    public Tasks tasks() {
        return faces.tasks();
    }

    @Override
    public Seals seals() {
        return faces.seals();
    }

    @Override
    public Erasures erasures() {
        return faces.erasures();
    }

    @Override
    public AuditReport audit(Actor actor) {
        if (!actor.is(Actor.Role.AUDITOR) && !actor.is(Actor.Role.ADMINISTRATOR)) {
            throw new EngineException.NotPermitted("audit.auditors-only", Map.of());
        }
        try {
            return new AuditRun(ledger, keys).of(database, gate.held());
        } catch (SQLException e) {
            throw new EngineException.Failed(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public Judge judge() {
        LedgerJudge judge = new LedgerJudge(models()::byHash, clock);
        judges.removeIf(handed -> handed.refersTo(null));
        judges.add(new WeakReference<>(judge));
        return judge;
    }

    /** What the judge that has read furthest has to say of a case; of those that read alike, the newest. */
    private Optional<CaseJudgement> opinion(String caseName) {
        return judges.stream()
                .flatMap(handed -> Optional.ofNullable(handed.get()).stream())
                .flatMap(judge -> judge.of(caseName).stream())
                .reduce((one, next) -> next.lastLeaf() >= one.lastLeaf() ? next : one);
    }

    @Override
    public Availability availability() {
        return keeper.availability();
    }

    @Override
    public AutoCloseable onChange(Runnable listener) {
        return gate.onChange(listener);
    }

    /** The process engine itself, for the REST address; everything done with it passes the gate too. */
    public ProcessEngine processEngine() {
        return engine;
    }

    @Override
    public void close() {
        keeper.close(); // first: it would start the jobs of a closed engine
        faces.rounds().close();
        engine.close();
        NodeDatabase.close(where, database);
    }
}
