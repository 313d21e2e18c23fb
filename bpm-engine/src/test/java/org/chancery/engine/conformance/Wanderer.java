package org.chancery.engine.conformance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.replay.NodeDatabase;
import org.chancery.engine.replay.TestNode;
import org.chancery.ledger.Leaf;
import org.operaton.bpm.engine.ProcessEngineServices;
import org.operaton.bpm.engine.externaltask.LockedExternalTask;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.operaton.bpm.engine.repository.DeploymentBuilder;
import org.operaton.bpm.engine.runtime.EventSubscription;
import org.operaton.bpm.engine.runtime.Execution;
import org.operaton.bpm.engine.runtime.Job;
import org.operaton.bpm.engine.runtime.ProcessInstance;
import org.operaton.bpm.engine.task.IdentityLink;
import org.operaton.bpm.engine.task.Task;

/**
 * Walks cases at random through whatever the real engine offers: completes tasks and work outside, reports errors,
 * delivers messages and signals, lets time pass. What is lawful the judge must find lawful, wherever the walk leads.
 */
final class Wanderer implements AutoCloseable {

    private static final int MOST_STEPS = 40;
    private static final int MOST_REFUSALS = 12;

    /** One thing that may be done next. */
    private interface Act {
        void run() throws Exception;
    }

    /**
     * How a walk went.
     *
     * @param started whether there was a way to begin
     * @param ended whether nothing of it is left to do
     * @param refusals what the engine answered to what was tried in vain
     */
    record Walk(boolean started, boolean ended, int steps, List<String> refusals) {}

    /** Stands still until a case has nothing else to do than to wait. */
    private static final class PatientClock extends Clock {
        private volatile Instant now = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            now = now.plusMillis(1);
            return now;
        }

        void reach(Instant instant) {
            now = now.isBefore(instant) ? instant : now;
        }
    }

    private final PatientClock clock = new PatientClock();
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final TestNode node = new TestNode(ledger, NodeDatabase.scratch(), clock);
    private final ProcessEngineServices engine = node.engine;
    private final Map<String, byte[]> texts = new HashMap<>();
    private final Conformance judge = new Conformance(hash -> Optional.ofNullable(texts.get(hash)));
    private final List<String> deployments = new ArrayList<>();
    private int judgedCases;

    Wanderer() throws Exception {}

    /** @return ids of the processes that can be started */
    List<String> deploy(Map<String, byte[]> files) {
        DeploymentBuilder deployment = engine.getRepositoryService().createDeployment();
        files.forEach((name, text) -> {
            texts.put(Library.hash(text), text);
            deployment.addInputStream(name, new java.io.ByteArrayInputStream(text));
        });
        String id = deployment.deploy().getId();
        deployments.add(id);
        return engine.getRepositoryService().createProcessDefinitionQuery().deploymentId(id).list().stream()
                .map(found -> found.getId())
                .toList();
    }

    boolean knows(String process) {
        return engine.getRepositoryService()
                        .createProcessDefinitionQuery()
                        .processDefinitionKey(process)
                        .count()
                > 0;
    }

    /** @param errors codes that work may report besides its results */
    Walk walk(String process, Map<String, Object> values, Set<String> errors, Set<String> escalations, Random random) {
        List<String> refusals = new ArrayList<>();
        if (!begin(process, values, refusals)) {
            return new Walk(false, false, 0, refusals);
        }
        int steps = 0;
        while (steps < MOST_STEPS && refusals.size() < MOST_REFUSALS) {
            List<Act> acts = acts(values, errors, escalations, random);
            if (acts.isEmpty()) {
                break;
            }
            steps++;
            tried(acts.get(random.nextInt(acts.size())), refusals);
        }
        return new Walk(true, instances().isEmpty(), steps, refusals);
    }

    private boolean begin(String process, Map<String, Object> values, List<String> refusals) {
        List<Act> ways = new ArrayList<>();
        ways.add(() -> as(
                "registry", "p-founder", () -> engine.getRuntimeService().startProcessInstanceById(process, values)));
        for (EventSubscription waiting :
                engine.getRuntimeService().createEventSubscriptionQuery().list()) {
            if (waiting.getExecutionId() == null && waiting.getEventType().equals("message")) {
                ways.add(() -> engine.getRuntimeService()
                        .createMessageCorrelation(waiting.getEventName())
                        .setVariables(values)
                        .correlateStartMessage());
            } else if (waiting.getExecutionId() == null
                    && waiting.getEventType().equals("signal")) {
                ways.add(() -> engine.getRuntimeService().signalEventReceived(waiting.getEventName(), values));
            }
        }
        for (Job job : engine.getManagementService().createJobQuery().list()) {
            ways.add(() -> run(job));
        }
        for (Act way : ways) {
            tried(way, refusals);
            if (!instances().isEmpty() || cases() > judgedCases) {
                refusals.clear();
                return true;
            }
        }
        return false;
    }

    private static void tried(Act act, List<String> refusals) {
        try {
            act.run();
        } catch (Exception e) {
            refusals.add(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private List<Act> acts(Map<String, Object> values, Set<String> errors, Set<String> escalations, Random random) {
        List<Act> acts = new ArrayList<>();
        for (Task task : engine.getTaskService().createTaskQuery().active().list()) {
            acts.add(() -> complete(task, values));
            acts.add(() -> complete(task, values));
            errors.forEach(code -> acts.add(() -> engine.getTaskService().handleBpmnError(task.getId(), code)));
            escalations.forEach(code -> acts.add(() -> engine.getTaskService().handleEscalation(task.getId(), code)));
        }
        engine.getExternalTaskService().createExternalTaskQuery().notLocked().active().withRetriesLeft().list().stream()
                .map(work -> work.getTopicName())
                .distinct()
                .forEach(topic -> acts.add(() -> work(topic, values, errors, random)));
        for (Job job : engine.getManagementService()
                .createJobQuery()
                .active()
                .withRetriesLeft()
                .list()) {
            if (job.getProcessInstanceId() != null) {
                acts.add(() -> run(job));
            }
        }
        for (EventSubscription waiting :
                engine.getRuntimeService().createEventSubscriptionQuery().list()) {
            if (waiting.getExecutionId() != null && waiting.getEventType().equals("message")) {
                acts.add(() -> engine.getRuntimeService()
                        .messageEventReceived(waiting.getEventName(), waiting.getExecutionId()));
            } else if (waiting.getExecutionId() != null
                    && waiting.getEventType().equals("signal")) {
                acts.add(() -> engine.getRuntimeService().signalEventReceived(waiting.getEventName()));
            } else if (waiting.getExecutionId() != null
                    && waiting.getEventType().equals("conditional")) {
                acts.add(() -> engine.getRuntimeService().setVariables(waiting.getProcessInstanceId(), values));
            }
        }
        return acts.isEmpty() ? waitingSteps() : acts;
    }

    /** Steps that wait for nothing but a call. */
    private List<Act> waitingSteps() {
        List<Act> acts = new ArrayList<>();
        for (Execution execution :
                engine.getRuntimeService().createExecutionQuery().active().list()) {
            for (String at : engine.getRuntimeService().getActiveActivityIds(execution.getId())) {
                if (engine.getRuntimeService()
                                .createExecutionQuery()
                                .executionId(execution.getId())
                                .activityId(at)
                                .count()
                        > 0) {
                    acts.add(() -> engine.getRuntimeService().signal(execution.getId()));
                }
            }
        }
        return acts;
    }

    private void complete(Task task, Map<String, Object> values) {
        List<IdentityLink> links = engine.getTaskService().getIdentityLinksForTask(task.getId());
        String org = links.stream()
                .filter(link -> link.getGroupId() != null)
                .map(IdentityLink::getGroupId)
                .findFirst()
                .orElse("amr");
        String person = Optional.ofNullable(task.getAssignee()).orElse("p-" + org);
        as(org, person, () -> {
            if (task.getAssignee() == null) {
                engine.getTaskService().claim(task.getId(), person);
            }
            engine.getTaskService().complete(task.getId(), values);
        });
    }

    private void work(String topic, Map<String, Object> values, Set<String> errors, Random random) {
        for (LockedExternalTask work : engine.getExternalTaskService()
                .fetchAndLock(1, "worker")
                .topic(topic, 60_000)
                .execute()) {
            if (!errors.isEmpty() && random.nextInt(3) == 0) {
                String code = List.copyOf(errors).get(random.nextInt(errors.size()));
                engine.getExternalTaskService().handleBpmnError(work.getId(), "worker", code);
            } else {
                engine.getExternalTaskService().complete(work.getId(), "worker", values);
            }
        }
    }

    private void run(Job job) {
        if (job.getDuedate() != null) {
            clock.reach(job.getDuedate().toInstant().plus(Duration.ofSeconds(1)));
        }
        engine.getManagementService().executeJob(job.getId());
    }

    private List<ProcessInstance> instances() {
        return engine.getRuntimeService().createProcessInstanceQuery().list();
    }

    private static void as(String org, String person, Runnable act) {
        Acting.as(new Actor(person, org, Set.of(Actor.Role.CLERK), Set.of(org)), act);
    }

    private int cases() {
        read();
        return judge.all().size();
    }

    private void read() {
        ledger.leaves(judge.next(), ledger.head().size()).forEach(leaf -> judge.read(judge.next(), leaf.publicPart()));
    }

    /** What the judge says of the cases that began since it was asked last. */
    List<CaseJudgement> judgements() {
        read();
        List<CaseJudgement> all = judge.all();
        List<CaseJudgement> fresh = List.copyOf(all.subList(judgedCases, all.size()));
        judgedCases = all.size();
        return fresh;
    }

    long records() {
        return ledger.head().size();
    }

    /** Public parts of all records so far. */
    List<byte[]> told() {
        return ledger.leaves(0, ledger.head().size()).stream()
                .map(Leaf::publicPart)
                .toList();
    }

    /** The models that were deployed. */
    ModelTexts texts() {
        return hash -> Optional.ofNullable(texts.get(hash));
    }

    /** Ends what is left of all cases. */
    void clear() {
        instances().stream()
                .filter(instance -> instance.getId().equals(instance.getRootProcessInstanceId()))
                .forEach(instance -> engine.getRuntimeService().deleteProcessInstance(instance.getId(), "walked"));
        read();
        judgedCases = judge.all().size();
    }

    /** Takes back all deployments, so that what they wait for does not reach the cases of others. */
    void undeploy() {
        clear();
        deployments.forEach(id -> engine.getRepositoryService().deleteDeployment(id, true));
        deployments.clear();
    }

    @Override
    public void close() {
        node.close();
        ClockUtil.reset();
    }
}
