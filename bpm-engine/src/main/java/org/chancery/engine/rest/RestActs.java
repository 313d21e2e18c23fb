package org.chancery.engine.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.Tasks;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.history.HistoricProcessInstance;

/**
 * Acts of people that must not differ from the console's: filing an application, taking, giving back and completing a
 * task. They go through the faces and answer as Operaton's own resources do.
 */
final class RestActs {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern START = Pattern.compile("process-definition/key/([^/]+)/(?:start|submit-form)");
    private static final Pattern TASK = Pattern.compile("task/([^/]+)/(claim|unclaim|complete|submit-form)");

    private final Cases cases;
    private final Tasks tasks;
    private final HistoryService history;

    RestActs(Cases cases, Tasks tasks, HistoryService history) {
        this.cases = cases;
        this.tasks = tasks;
        this.history = history;
    }

    /** @return whether the call was such an act and has been answered */
    boolean answered(Actor actor, String path, HttpServletRequest request, RestBody body, HttpServletResponse response)
            throws IOException {
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
        Locale locale = request.getLocale();
        if (body.text("businessKey").isPresent()) {
            RestAnswer.refused(403, "rest.business-key", Map.of(), locale).write(response);
            return;
        }
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
            case "claim" -> tasks.claim(actor, taskId);
            case "unclaim" -> tasks.release(actor, taskId);
            default -> tasks.complete(actor, taskId, body.variables());
        }
    }
}
