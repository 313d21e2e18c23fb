package org.chancery.engine.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.replay.NodeDatabase;
import org.chancery.engine.replay.TestNode;
import org.chancery.ledger.Leaf;
import org.operaton.bpm.engine.runtime.EventSubscription;
import org.operaton.bpm.engine.runtime.Job;
import org.operaton.bpm.engine.runtime.ProcessInstance;
import org.operaton.bpm.engine.task.Task;

/** Runs sketched models on the real engine, told what to do in words, and hands out the records this made. */
final class Office implements AutoCloseable {

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final TestNode node;
    private final List<byte[]> files = new ArrayList<>();
    private String instance = "";

    Office() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch());
    }

    void deploy(String name, String content) {
        files.add(content.getBytes(StandardCharsets.UTF_8));
        node.engine
                .getRepositoryService()
                .createDeployment()
                .addString(name, content)
                .deploy();
    }

    /** Deploys and runs a process; the records it made. */
    List<Leaf> run(String key, Map<String, Object> variables, String... acts) {
        long from = ledger.head().size();
        as("registry", "p-founder", () -> {
            instance = node.engine
                    .getRuntimeService()
                    .startProcessInstanceByKey(key, variables)
                    .getId();
        });
        for (String act : acts) {
            act(act.split(" "));
        }
        return ledger.leaves(from, ledger.head().size());
    }

    private void act(String[] words) {
        switch (words[0]) {
            case "complete" -> complete(words);
            case "timer", "job" -> job(words[1]);
            case "message" -> event("message", words[1], words.length > 2 ? words[2] : "");
            case "signal" -> node.engine.getRuntimeService().signalEventReceived(words[1]);
            case "set" -> node.engine.getRuntimeService().setVariable(instance, words[1], value(words[2]));
            case "delete" -> node.engine.getRuntimeService().deleteProcessInstance(instance, "withdrawn");
            case "error" -> {
                Task task = task(words[1]);
                node.engine.getTaskService().handleBpmnError(task.getId(), words[2]);
            }
            case "jump" ->
                node.engine
                        .getRuntimeService()
                        .createProcessInstanceModification(instance)
                        .cancelAllForActivity(words[1])
                        .startBeforeActivity(words[2])
                        .execute();
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private Task task(String element) {
        return tasks(element).getFirst();
    }

    private List<Task> tasks(String element) {
        return node.engine.getTaskService().createTaskQuery().taskDefinitionKey(element).active().list().stream()
                .filter(task -> root(task.getProcessInstanceId()).equals(instance))
                .toList();
    }

    private String root(String id) {
        ProcessInstance found = node.engine
                .getRuntimeService()
                .createProcessInstanceQuery()
                .processInstanceId(id)
                .singleResult();
        return found.getRootProcessInstanceId();
    }

    private void complete(String[] words) {
        Map<String, Object> values = new HashMap<>();
        String org = "amr";
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=");
            if (pair[0].equals("as")) {
                org = pair[1];
            } else {
                values.put(pair[0], value(pair[1]));
            }
        }
        Task task = task(words[1]);
        as(org, "p-" + org, () -> {
            if (task.getAssignee() == null) {
                node.engine
                        .getTaskService()
                        .claim(task.getId(), Acting.current().orElseThrow().personId());
            }
            node.engine.getTaskService().complete(task.getId(), values);
        });
    }

    private static void as(String org, String person, Runnable act) {
        Acting.as(new Actor(person, org, Set.of(Actor.Role.CLERK), Set.of(org)), act);
    }

    static Object value(String text) {
        return text.matches("-?\\d+")
                ? Integer.valueOf(text)
                : text.matches("true|false") ? Boolean.valueOf(text) : text;
    }

    private void job(String element) {
        Job job = node.engine.getManagementService().createJobQuery().activityId(element).list().stream()
                .filter(found -> root(found.getProcessInstanceId()).equals(instance))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no job at " + element));
        node.engine.getManagementService().executeJob(job.getId());
    }

    private void event(String type, String name, String element) {
        EventSubscription waiting = node
                .engine
                .getRuntimeService()
                .createEventSubscriptionQuery()
                .eventType(type)
                .eventName(name)
                .list()
                .stream()
                .filter(found -> root(found.getProcessInstanceId()).equals(instance))
                .filter(found -> element.isEmpty() || found.getActivityId().equals(element))
                .findFirst()
                .orElseThrow();
        node.engine.getRuntimeService().messageEventReceived(name, waiting.getExecutionId());
    }

    List<Leaf> all() {
        return ledger.leaves(0, ledger.head().size());
    }

    List<byte[]> files() {
        return List.copyOf(files);
    }

    @Override
    public void close() {
        node.close();
    }
}
