package org.chancery.processes.scenario;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Cases;
import org.chancery.engine.Cases.Step;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.engine.FieldCheck;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.Tasks.Task;
import org.chancery.engine.gate.GateRefused;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.runtime.Job;

/**
 * The office on the real engine and a real quorum of three voters. What happened is read from the ledger's trail, not
 * from the engine's tables. Several scenarios share it: {@link #fresh} keeps their cases apart.
 */
public final class EngineOffice implements Office {

    private static final Actor APPLICANT = new Actor("p-founder", "public", Set.of(Role.APPLICANT), Set.of());
    private static final Actor AUDITOR = new Actor("p-auditor", "audit", Set.of(Role.AUDITOR), Set.of());

    private final Insistence patient = new Insistence(Duration.ofSeconds(60));
    private final ServiceBundle bundle;
    private final MovableClock clock;
    private final Quorum quorum;
    private final EngineNode engine;
    private Set<String> told = Set.of();
    private int scenario;
    private List<String> numbers = new ArrayList<>();
    private String current = "";

    public EngineOffice(Path data, MovableClock clock, ServiceBundle bundle, Map<String, FieldCheck> checks) {
        this.bundle = bundle;
        this.clock = clock;
        quorum = Quorum.start(QuorumConfig.singleMachine("scenarios.example/main", data));
        try {
            engine = (EngineNode) EngineNode.start(
                    new EngineConfig(
                            "engine-1",
                            new EngineConfig.Database.H2(data.resolve("engine")),
                            clock,
                            List.of(bundle),
                            checks,
                            false),
                    quorum.ledger(),
                    quorum.personKeys());
        } catch (RuntimeException e) {
            quorum.close();
            throw e;
        }
    }

    /**
     * Begins a scenario of its own.
     *
     * @param told fields that tell companies apart; a mark of the scenario is added to them
     */
    public void fresh(Set<String> told) {
        this.told = told;
        scenario++;
        numbers = new ArrayList<>();
    }

    @Override
    public void clock(Instant now) {
        clock.move(now);
        while (patient.on(() -> runFirstDue(now))) {}
    }

    /** Runs the timer that fell due first; false if none has. */
    private boolean runFirstDue(Instant now) {
        ManagementService jobs = engine.processEngine().getManagementService();
        Optional<Job> due = jobs.createJobQuery().timers().list().stream()
                .filter(job -> job.getDuedate().toInstant().isBefore(now))
                .min(Comparator.comparing(Job::getDuedate));
        try {
            due.ifPresent(job -> jobs.executeJob(job.getId()));
        } catch (RuntimeException e) {
            throw GateRefused.reason(e).map(RuntimeException.class::cast).orElse(e);
        }
        return due.isPresent();
    }

    @Override
    public void file(Map<String, Object> form) {
        String once = UUID.randomUUID().toString();
        current = patient.on(() -> engine.cases().start(APPLICANT, bundle.name(), marked(form), once));
        numbers.add(current);
    }

    private Map<String, Object> marked(Map<String, Object> form) {
        return form.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        field -> told.contains(field.getKey()) ? field.getValue() + "-" + scenario : field.getValue()));
    }

    @Override
    public void select(int number) {
        current = numbers.get(number - 1);
    }

    @Override
    public void complete(String organisation, String element, Map<String, Object> values) {
        Actor actor = organisation.equals("public") ? APPLICANT : clerk(organisation);
        Task task = engine.tasks().inbox(actor).stream()
                .filter(open ->
                        open.caseNumber().equals(current) && open.element().equals(element))
                .findFirst()
                .orElseThrow(() -> new AssertionError(organisation + " has no task " + element));
        if (task.assignee().isEmpty()) {
            patient.act(() -> engine.tasks().claim(actor, task.id()));
        }
        patient.complete(engine.tasks(), actor, task.id(), marked(values));
    }

    private static Actor clerk(String organisation) {
        return new Actor("p-" + organisation, organisation, Set.of(Role.CLERK), Set.of(organisation));
    }

    @Override
    public SortedSet<String> openTasks() {
        return engine.processEngine().getTaskService().createTaskQuery().processInstanceId(instance()).list().stream()
                .map(org.operaton.bpm.engine.task.Task::getTaskDefinitionKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String instance() {
        return engine.processEngine()
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(current)
                .singleResult()
                .getId();
    }

    private Cases.Summary summary() {
        return engine.cases().view(AUDITOR, current).summary();
    }

    @Override
    public Cases.Status status() {
        return summary().status();
    }

    @Override
    public Optional<Instant> promised() {
        return summary().promised();
    }

    @Override
    public String title() {
        String title = summary().title();
        return title.endsWith("-" + scenario) ? title.substring(0, title.lastIndexOf('-')) : title;
    }

    @Override
    public Optional<Instant> statutory() {
        return summary().statutory();
    }

    @Override
    public Optional<String> fact(String name) {
        return engine
                .processEngine()
                .getHistoryService()
                .createHistoricVariableInstanceQuery()
                .processInstanceId(instance())
                .variableName(name)
                .list()
                .stream()
                .map(variable -> String.valueOf(variable.getValue()))
                .findFirst();
    }

    private List<Step> trail() {
        return engine.cases().trail(AUDITOR, current);
    }

    @Override
    public long passed(String element) {
        return leaves(Set.of("completed", "passed"), element).size();
    }

    @Override
    public boolean overlap(List<String> elements) {
        Function<String, Long> opened =
                element -> leaves(Set.of("started"), element).getFirst();
        Function<String, Long> done =
                element -> leaves(Set.of("completed"), element).getFirst();
        long lastOpened =
                elements.stream().map(opened).max(Comparator.naturalOrder()).orElseThrow();
        long firstDone =
                elements.stream().map(done).min(Comparator.naturalOrder()).orElseThrow();
        return lastOpened < firstDone && elements.stream().map(done).distinct().count() == elements.size();
    }

    private List<Long> leaves(Set<String> transitions, String element) {
        return trail().stream()
                .filter(step -> transitions.contains(step.transition())
                        && step.element().equals(element))
                .map(Step::leaf)
                .toList();
    }

    @Override
    public List<String> rows(String decision) {
        return trail().stream()
                .filter(step -> step.transition().equals("decision"))
                .map(step -> (Map<?, ?>) step.details().get("decision"))
                .filter(details -> details.get("key").equals(decision))
                .map(details -> ((List<?>) details.get("rules"))
                        .stream().map(Object::toString).toList())
                .toList()
                .getLast();
    }

    @Override
    public boolean ended() {
        return summary().ended().isPresent();
    }

    /** The public parts of all records, as a stranger reads them. */
    public String publicRecords() {
        return engine.ledger().leaves(0, engine.ledger().head().size()).stream()
                .map(leaf -> new String(leaf.publicPart(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("\n"));
    }

    /** What the second opinion holds of all records, all but the lawful. */
    public List<Judgement> judged() {
        Judge judge = engine.judge();
        List<Judgement> judged = new ArrayList<>();
        for (long leaf = 0; leaf < engine.ledger().head().size(); leaf++) {
            judged.addAll(judge.judge(leaf, engine.ledger().leaf(leaf).publicPart()));
        }
        return judged;
    }

    /** Whether ledger and database agree row by row. */
    public AuditReport audit() {
        return engine.audit(AUDITOR);
    }

    @Override
    public void close() {
        engine.close();
        quorum.close();
    }
}
