package org.chancery.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.identity.Duty;
import org.chancery.engine.model.DeployedFiles;
import org.chancery.engine.model.ProcessFile;
import org.operaton.bpm.engine.ExternalTaskService;
import org.operaton.bpm.engine.externaltask.ExternalTask;

/**
 * What a worker outside may ask for and say: work of its own organisation's topics alone ({@link Duty#actsFor}), under
 * its own account's name, no variable but those that the model lists for the task in the extension property
 * {@code workerResults}, no error but those the model declares, and no free text, which the engine would keep for ever
 * and which may quote a citizen. Messages and signals are named like topics, bring no variables and take none away.
 */
final class RestWorkers {

    private static final Pattern TASK =
            Pattern.compile("external-task/([^/]+)/(complete|failure|bpmnError|extendLock|lock|unlock)");
    private static final String FETCH = "external-task/fetchAndLock";
    private static final String MESSAGE = "message";
    private static final Set<String> OTHERS = Set.of(FETCH, MESSAGE, "signal");

    /** By what a topic's work may be chosen. Not by variables: who asks for one value after another learns it. */
    private static final Set<String> CHOICE = Set.of(
            "topicName",
            "lockDuration",
            "variables",
            "localVariables",
            "businessKey",
            "processDefinitionId",
            "processDefinitionIdIn",
            "processDefinitionKey",
            "processDefinitionKeyIn",
            "processDefinitionVersionTag",
            "includeExtensionProperties",
            "withoutTenantId");

    /** A worker's own name for itself; the account's is put before it, and the column has 255 characters. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:@-]{1,120}");

    private final ExternalTaskService work;
    private final DeployedFiles files;

    RestWorkers(ExternalTaskService work, DeployedFiles files) {
        this.work = work;
        this.files = files;
    }

    /**
     * Rewrites the body so that nothing else is left in it.
     *
     * @throws NotPermitted if it asks for what a worker may not do
     */
    void confine(Actor actor, String path, RestBody body) {
        Matcher task = TASK.matcher(path);
        boolean ofTask = task.matches();
        if (!ofTask && !OTHERS.contains(path)) {
            return;
        }
        Optional<ExternalTask> found = ofTask ? find(task.group(1)) : Optional.empty();
        boolean unlock = ofTask && "unlock".equals(task.group(2));
        if (!unlock || !actor.is(Role.ADMINISTRATOR)) {
            found.ifPresent(one -> own(actor, one.getTopicName()));
        }
        if (body.json() instanceof ObjectNode json) {
            name(actor, json);
            if (ofTask) {
                found.ifPresent(one -> confine(one, task.group(2), json));
            } else if (FETCH.equals(path)) {
                confineTopics(actor, json.path("topics"));
            } else {
                own(
                        actor,
                        json.path(MESSAGE.equals(path) ? "messageName" : "name").asText());
                confineMessage(json);
            }
        } else if (!body.json().isMissingNode()) {
            throw new NotPermitted("rest.not-offered", Map.of());
        }
        if (unlock) {
            found.ifPresent(one -> holds(actor, one));
        }
    }

    private static void own(Actor actor, String name) {
        if (!Duty.actsFor(actor, name)) {
            throw new NotPermitted("rest.worker-topic", Map.of("organisation", actor.organisation()));
        }
    }

    private static void confineTopics(Actor actor, JsonNode topics) {
        if (!topics.isArray() && RestBody.asks(topics)) {
            throw new NotPermitted("rest.member", Map.of("member", "topics"));
        }
        for (JsonNode topic : topics) {
            own(actor, topic.path("topicName").asText());
            new RestBody(topic).besides(CHOICE).ifPresent(member -> {
                throw new NotPermitted("rest.member", Map.of("member", shown(member)));
            });
        }
    }

    private Optional<ExternalTask> find(String id) {
        return Optional.ofNullable(
                work.createExternalTaskQuery().externalTaskId(id).singleResult());
    }

    /** One account's worker neither reports nor gives back what another account's holds. */
    private static void name(Actor actor, ObjectNode json) {
        JsonNode given = json.get("workerId");
        if (given == null) {
            return; // Operaton says itself where one is needed
        }
        String account = account(actor);
        String name = given.asText().startsWith(account) ? given.asText().substring(account.length()) : given.asText();
        if (!given.isTextual() || !NAME.matcher(name).matches()) {
            throw new NotPermitted("rest.worker-id", Map.of());
        }
        json.put("workerId", account + name);
    }

    private static String account(Actor actor) {
        return actor.personId() + "/";
    }

    private static void holds(Actor actor, ExternalTask task) {
        String holder = Optional.ofNullable(task.getWorkerId()).orElse("");
        if (!holder.isEmpty() && !holder.startsWith(account(actor)) && !actor.is(Role.ADMINISTRATOR)) {
            throw new NotPermitted("rest.worker-lock", Map.of());
        }
    }

    private void confine(ExternalTask task, String act, ObjectNode json) {
        ProcessFile process = files.process(task.getProcessDefinitionId());
        Set<String> listed = process.workerResults().getOrDefault(task.getActivityId(), Set.of());
        variables(json).filter(name -> !listed.contains(name)).findFirst().ifPresent(RestWorkers::refuse);
        switch (act) {
            case "bpmnError" -> {
                json.remove("errorMessage");
                if (!process.errors().contains(json.path("errorCode").asText())) {
                    throw new NotPermitted("rest.error-code", Map.of());
                }
            }
            default -> {}
        }
    }

    private static void confineMessage(ObjectNode json) {
        if (RestBody.asks(json.path("variablesInResultEnabled"))) {
            throw new NotPermitted("rest.message-result", Map.of());
        }
        variables(json).findFirst().ifPresent(RestWorkers::refuse);
    }

    /** Names of the variables that a body would set, whatever Operaton calls the member. */
    private static Stream<String> variables(ObjectNode json) {
        return json.properties().stream()
                .filter(member -> member.getKey().toLowerCase(Locale.ROOT).contains("variables"))
                .flatMap(member -> member.getValue().properties().stream().map(Map.Entry::getKey));
    }

    private static void refuse(String variable) {
        throw new NotPermitted("rest.worker-variables", Map.of("name", shown(variable)));
    }

    private static String shown(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }
}
