package org.chancery.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.catalina.LifecycleException;
import org.chancery.engine.EngineException;
import org.chancery.engine.casework.LicenceParts;
import org.chancery.engine.casework.Workbench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operaton's REST API over HTTP, as workers and tools call it. */
class EngineRestTest {

    @TempDir
    private static Path folder;

    private static Workbench bench;
    private static RestServer server;

    @BeforeAll
    static void start() throws LifecycleException {
        bench = LicenceParts.open();
        RestParts parts = new RestParts(bench.engine, bench.cases(), bench.tasks());
        server = new RestServer(parts.servlet(), parts.filter(), parts.listener(), folder);
    }

    @AfterAll
    static void stop() throws LifecycleException {
        server.close();
        bench.close();
    }

    @Test
    void nobodyPassesWithoutAName() throws Exception {
        assertThat(call("nobody", "GET", "/process-definition", "").statusCode())
                .isEqualTo(401);
        assertThat(call("admin", "GET", "/process-definition", "").statusCode()).isEqualTo(200);
    }

    @Test
    void anApplicationIsFiledOnceHoweverOftenItIsSent() throws Exception {
        JsonNode first = json(start("once"));
        assertThat(first.path("businessKey").asText()).startsWith("LICENCE-");
        assertThat(first.path("ended").asBoolean()).isFalse();
        assertThat(json(start("once"))).isEqualTo(first);
        assertThat(json(start("other")).path("id")).isNotEqualTo(first.path("id"));
        HttpResponse<String> reused = start("once", "别的公司");
        assertThat(reused.statusCode()).isEqualTo(409);
        assertThat(json(reused).path("reason").asText()).isEqualTo("case.key-used");
        assertThat(json(reused).path("message").asText())
                .contains(first.path("businessKey").asText());
        JsonNode instance = json(
                call("admin", "GET", "/process-instance/" + first.path("id").asText(), ""));
        assertThat(instance.path("businessKey")).isEqualTo(first.path("businessKey"));
        // personal fields did not become variables on this way in either
        JsonNode variables = json(
                call("admin", "GET", "/process-instance/" + first.path("id").asText() + "/variables", ""));
        assertThat(variables.has("company")).isTrue();
        assertThat(variables.has("citizen")).isFalse();
    }

    @Test
    void aTaskIsDoneByItsDutiesAndItsForm() throws Exception {
        String instance = json(start("duties")).path("id").asText();
        String task = json(call("admin", "GET", "/task?processInstanceId=" + instance, ""))
                .path(0)
                .path("id")
                .asText();
        HttpResponse<String> foreign = call("zhao", "POST", "/task/" + task + "/claim", "{\"userId\":\"p-zhao\"}");
        assertThat(foreign.statusCode()).isEqualTo(403);
        assertThat(json(foreign).path("reason").asText()).isEqualTo("task.other-department");
        assertThat(json(foreign).path("message").asText()).contains("amr");
        assertThat(call("admin", "POST", "/task/" + task + "/complete", "{}").statusCode())
                .isEqualTo(403);
        assertThat(call("li", "POST", "/task/" + task + "/claim", "{}").statusCode())
                .isEqualTo(204);
        HttpResponse<String> late = call("wang", "POST", "/task/" + task + "/complete", verdict("grant"));
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(json(late).path("details").path("by").asText()).isEqualTo("p-li");
        HttpResponse<String> unknown = call(
                "li",
                "POST",
                "/task/" + task + "/complete",
                "{\"variables\":{\"verdict\":{\"value\":\"grant\"},\"sly\":{\"value\":1}}}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(json(unknown).path("problems").path(0).path("field").asText())
                .isEqualTo("sly");
        assertThat(call("li", "POST", "/task/" + task + "/complete", verdict("grant"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(call("li", "POST", "/task/" + task + "/complete", verdict("grant"))
                        .statusCode())
                .isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        /process-definition/key/licence/start | {"withVariablesInReturn":true}                | rest.member
        /process-definition/key/licence/start | {"startInstructions":[{"type":"x"}]}          | rest.member
        /process-definition/key/licence/start | {"skipCustomListeners":"true"}                | rest.member
        /process-definition/key/licence/start | {"businessKey":7}                             | rest.member
        /task/x/claim                         | {"userId":"p-wang"}                           | rest.other-user
        /task/x/claim                         | {"userId":7}                                  | rest.other-user
        /task/x/complete                      | {"variables":{},"withVariablesInReturn":true} | rest.member
        /task/x/unclaim                       | {"userId":"p-li"}                             | rest.member
        """)
    void whatWouldBeIgnoredIsRefused(String path, String body, String reason) throws Exception {
        HttpResponse<String> answer = call("li", "POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(json(answer).path("reason").asText()).isEqualTo(reason);
        assertThat(json(answer).path("message").asText()).contains("Nothing was changed");
    }

    @Test
    void aTaskIsClaimedForTheCaller() throws Exception {
        String instance = json(start("claims")).path("id").asText();
        String task = json(call("admin", "GET", "/task?processInstanceId=" + instance, ""))
                .path(0)
                .path("id")
                .asText();
        assertThat(call("li", "POST", "/task/" + task + "/claim", "{\"userId\":\"p-wang\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(json(call("admin", "GET", "/task/" + task, ""))
                        .path("assignee")
                        .isNull())
                .isTrue();
        assertThat(call("li", "POST", "/task/" + task + "/claim", "{\"userId\":\"p-li\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void queriesAnswerAsOperatonDoes() throws Exception {
        start("query");
        assertThat(json(call("auditor", "POST", "/task", "{\"processDefinitionKey\":\"licence\"}"))
                        .size())
                .isPositive();
        assertThat(json(call("auditor", "GET", "/process-definition/key/licence/xml", ""))
                        .path("bpmn20Xml")
                        .asText())
                .contains("process id=\"licence\"");
        assertThat(json(call("admin", "GET", "/history/activity-instance/count", ""))
                        .path("count")
                        .asInt())
                .isPositive();
        assertThat(json(call("admin", "GET", "/version", "")).path("version").asText())
                .isNotEmpty();
        assertThat(call("admin", "GET", "/process-instance/none", "").statusCode())
                .isEqualTo(404);
        assertThat(call("li", "GET", "/task", "").statusCode()).isEqualTo(403);
    }

    @Test
    void workersFetchAtOnceEvenIfTheyAskToWait() throws Exception {
        HttpResponse<String> fetched = call(
                "worker",
                "POST",
                "/external-task/fetchAndLock",
                "{\"workerId\":\"w\",\"maxTasks\":1,\"asyncResponseTimeout\":20000,\"topics\":[{\"topicName\":\"it-t\",\"lockDuration\":1000}]}");
        assertThat(fetched.statusCode()).isEqualTo(200);
        assertThat(json(fetched).isArray()).isTrue();
        assertThat(call("li", "POST", "/external-task/fetchAndLock", "{}").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "rest.identity, POST, /user/create",
        "rest.identity, GET, /user",
        "rest.identity, POST, /group/create",
        "rest.identity, POST, /authorization/create",
        "rest.identity, POST, /identity/verify",
        "rest.filter, POST, /filter/create",
        "rest.telemetry, GET, /telemetry/data",
        "rest.telemetry, GET, /metrics",
        "rest.schema, GET, /schema/log",
        "rest.history, POST, /history/cleanup",
        "rest.history, POST, /history/process-instance/delete",
        "rest.surgery, POST, /process-instance/x/modification",
        "rest.surgery, POST, /migration/execute",
        "rest.surgery, POST, /process-definition/x/restart",
        "rest.surgery, PUT, /process-instance/x/suspended",
        "rest.variables, PUT, /process-instance/x/variables/verdict",
        "rest.variables, POST, /process-instance/x/variables",
        "rest.variables, PUT, /task/x/variables/verdict",
        "rest.variables, POST, /execution/x/localVariables",
        "rest.task, POST, /task/x/bpmnError",
        "rest.task, POST, /task/x/delegate",
        "rest.task, POST, /task/x/resolve",
        "rest.task, POST, /task/x/assignee",
        "rest.task, POST, /task/x/identity-links",
        "rest.task, PUT, /task/x",
        "rest.task, POST, /task/create",
        "rest.delete, DELETE, /process-instance/x",
        "rest.delete, DELETE, /deployment/x",
        "rest.delete, DELETE, /task/x",
        "rest.delete, DELETE, /history/process-instance/x",
        "rest.batch, GET, /batch",
        "rest.batch, POST, /process-instance/delete-async",
        "rest.cmmn, POST, /case-definition/key/x/create",
        "rest.named-engine, GET, /engine/default/task",
        "rest.start-by-key, POST, /process-definition/licence:1:x/start",
        "rest.not-offered, POST, /condition",
        "rest.not-offered, POST, /process-definition/key/licence/rubbish",
    })
    void whatIsRefusedOnPurposeSaysWhy(String reason, String method, String path) throws Exception {
        HttpResponse<String> answer = call("admin", method, path, "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(json(answer).path("reason").asText()).isEqualTo(reason);
        assertThat(json(answer).path("message").asText()).isNotEqualTo(reason).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "/task;x/abc/bpmnError",
        "/external-task/..%2fuser",
        "//user/create",
        "/task/%2e%2e/user",
    })
    void addressesThatCouldBeReadTwoWaysAreRefused(String path) throws Exception {
        assertThat(call("admin", "POST", path, "{}").statusCode()).isIn(400, 403);
    }

    @Test
    void javaObjectsAndOverlongBodiesAreRefused() throws Exception {
        for (String type : new String[] {"Object", "File", "Bytes"}) {
            HttpResponse<String> answer = call(
                    "worker",
                    "POST",
                    "/message",
                    "{\"messageName\":\"m\",\"processVariables\":{\"a\":{\"value\":\"rO0AB\",\"type\":\"" + type
                            + "\"}}}");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(json(answer).path("reason").asText()).isEqualTo("rest.java-objects");
        }
        String long5 = "x".repeat(5 * 1024 * 1024);
        assertThat(call(
                                "founder",
                                "POST",
                                "/process-definition/key/licence/start",
                                "{\"variables\":{\"plans\":{\"value\":\"" + long5 + "\"}}}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(call("admin", "POST", "/task", "{").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "/message, processVariables",
        "/message, processVariablesLocal",
        "/message, processVariablesToTriggeredScope",
        "/signal, variables",
        "/external-task/x/complete, localVariables",
        "/external-task/x/bpmnError, Variables",
    })
    void whatOnlyTheFilingOfACaseSetsIsRefusedUnderAnyName(String path, String member) throws Exception {
        for (String name : new String[] {"applicant", "caseNumber", "organisation"}) {
            String variables = "{\"" + member + "\":{\"" + name + "\":{\"value\":\"p-worker\"}}}";
            for (String body : new String[] {variables, "{\"a\":[" + variables + "]}"}) {
                HttpResponse<String> answer = call("worker", "POST", path, body);
                assertThat(answer.statusCode()).as(body).isEqualTo(403);
                assertThat(json(answer).path("reason").asText()).isEqualTo("rest.variables");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /history/variable-instance",
        "POST, /history/variable-instance",
        "GET, /history/activity-instance/count",
        "GET, /variable-instance",
        "POST, /variable-instance",
        "GET, /process-instance/x/variables",
        "GET, /execution/x/localVariables",
        "GET, /task/x/variables",
        "POST, /task",
        "GET, /external-task",
        "GET, /external-task/x/errorDetails",
        "POST, /external-task",
    })
    void workersReadNothingOfCasesButTheTasksTheyLock(String method, String path) throws Exception {
        HttpResponse<String> answer = call("worker", method, path, "{}");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(json(answer).path("reason").asText()).isEqualTo("rest.role");
        assertThat(call("worker", "GET", "/version", "").statusCode()).isEqualTo(200);
    }

    @Test
    void whatFailedInsideTheEngineIsToldWithoutItsWords() {
        RestAnswer answer = RestAnswer.of(
                new EngineException.Failed("### SQL: insert … '650102199003074516'", new IllegalStateException("x")),
                Locale.ENGLISH);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().toString()).doesNotContain("SQL").doesNotContain("650102199003074516");
        assertThat(answer.body()).containsEntry("reason", "failed");
        assertThat(answer.body().get("message").toString()).contains("Nothing was changed");
    }

    @Test
    void theGatesRefusalSaysWhenToComeBack() {
        RestAnswer answer = RestAnswer.of(
                RestRefusals.refusal(new IllegalStateException(new EngineException.NoQuorum(null)))
                        .orElseThrow(),
                Locale.SIMPLIFIED_CHINESE);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).contains(5);
        assertThat(answer.body().get("message").toString()).contains("没有任何更改");
    }

    private static HttpResponse<String> start(String key) throws Exception {
        return start(key, "天山");
    }

    private static HttpResponse<String> start(String key, String company) throws Exception {
        return server.send(server.request("founder", "/process-definition/key/licence/start")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"variables\":{\"company\":{\"value\":\"" + company
                        + "\",\"type\":\"String\"},\"citizen\":{\"value\":\"650102199003074516\"}}}")));
    }

    private static HttpResponse<String> call(String user, String method, String path, String body) throws Exception {
        return server.call(user, method, path, body);
    }

    private static String verdict(String verdict) {
        return "{\"variables\":{\"verdict\":{\"value\":\"" + verdict + "\"}}}";
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return RestServer.json(response);
    }
}
