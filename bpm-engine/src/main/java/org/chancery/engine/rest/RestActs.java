package org.chancery.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.Tasks;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.history.HistoricProcessInstance;

/**
 * Acts that must not differ from the console's: filing an application, taking, giving back and completing a task; they
 * go through the faces and answer as Operaton's own resources do. And acts on jobs, whose refusal must be told.
 */
final class RestActs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern START = Pattern.compile("process-definition/key/([^/]+)/(?:start|submit-form)");
    private static final Pattern JOB = Pattern.compile("job/([^/]+)/(execute|retries)");
    private static final Pattern TASK = Pattern.compile("task/([^/]+)/(claim|unclaim|complete|submit-form)");

    private final Cases cases;
    private final Tasks tasks;
    private final HistoryService history;
    private final ManagementService jobs;

    RestActs(Cases cases, Tasks tasks, ProcessEngine engine) {
        this.cases = cases;
        this.tasks = tasks;
        this.history = engine.getHistoryService();
        this.jobs = engine.getManagementService();
    }

    /** @return whether the call was such an act and has been answered */
    boolean answered(Actor actor, String path, HttpServletRequest request, RestBody body, HttpServletResponse response)
            throws IOException {
        Matcher job = JOB.matcher(path);
        if (job.matches()) {
            job(job.group(1), job.group(2), body);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return true;
        }
        if (!"POST".equals(request.getMethod())) {
            return false;
        }
        Matcher start = START.matcher(path);
        if (start.matches()) {
            start(actor, start.group(1), request, body, response);
            return true;
        }
        Matcher task = TASK.matcher(path);
        if (task.matches()) {
            task(actor, task.group(1), task.group(2), body);
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return true;
        }
        return false;
    }

    private void start(
            Actor actor, String service, HttpServletRequest request, RestBody body, HttpServletResponse response)
            throws IOException {
        if (body.text("businessKey").isPresent()) {
            throw new NotPermitted("rest.business-key", Map.of());
        }
        onlyHeeded(body, "variables");
        String key = Optional.ofNullable(request.getHeader("Idempotency-Key"))
                .orElseGet(() -> UUID.randomUUID().toString());
        String number = cases.start(actor, service, body.variables(), key);
        HistoricProcessInstance instance = history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .rootProcessInstances()
                .singleResult();
        String self = request.getRequestURL().toString().replaceFirst("/process-definition/.*", "/process-instance/")
                + instance.getId();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("links", List.of(Map.of("method", "GET", "href", self, "rel", "self")));
        answer.put("id", instance.getId());
        answer.put("definitionId", instance.getProcessDefinitionId());
        answer.put("definitionKey", instance.getProcessDefinitionKey());
        answer.put("businessKey", number);
        answer.put("caseInstanceId", null);
        answer.put("ended", instance.getEndTime() != null);
        answer.put("suspended", false);
        answer.put("tenantId", null);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.getOutputStream().write(JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8));
    }

    private void task(Actor actor, String taskId, String act, RestBody body) {
        switch (act) {
            case "claim" -> {
                JsonNode user = body.json().path("userId");
                if (RestBody.asks(user) && !actor.personId().equals(user.asText())) {
                    throw new NotPermitted("rest.other-user", Map.of());
                }
                onlyHeeded(body, "userId");
                tasks.claim(actor, taskId);
            }
            case "unclaim" -> {
                onlyHeeded(body);
                tasks.release(actor, taskId);
            }
            default -> {
                onlyHeeded(body, "variables");
                tasks.complete(actor, taskId, body.variables());
            }
        }
    }

    /** What would be ignored is refused: a caller must not believe that it was done. */
    private static void onlyHeeded(RestBody body, String... known) {
        body.besides(Set.of(known)).ifPresent(member -> {
            throw new NotPermitted("rest.member", Map.of("member", member));
        });
    }

    /** Operaton's own resource forgets why the engine refused. */
    private void job(String jobId, String act, RestBody body) {
        if (jobs.createJobQuery().jobId(jobId).count() == 0) {
            throw new EngineException.NotFound("job", jobId);
        }
        if ("execute".equals(act)) {
            onlyHeeded(body);
            jobs.executeJob(jobId);
        } else {
            onlyHeeded(body, "retries");
            JsonNode retries = body.json().path("retries");
            if (!retries.isInt() || retries.intValue() < 0) {
                throw new InvalidInput(List.of(new InvalidInput.Problem("retries", "field.number", Map.of())));
            }
            jobs.setJobRetries(jobId, retries.intValue());
        }
    }
}
