package org.chancery.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chancery.engine.Availability;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.EngineNode;
import org.chancery.engine.EngineRest;
import org.chancery.engine.Errand;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.casework.Workbench;
import org.chancery.engine.identity.Acting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.externaltask.ExternalTask;
import org.operaton.bpm.engine.runtime.Job;

/** The REST address of a whole node: its writes pass the gate, and nobody's words or hands go round it. */
class GatedRestTest {

    private static final String SECRET = "430102198809120125";

    @TempDir
    private static Path folder;

    private static final InMemoryLedger LEDGER = new InMemoryLedger();
    private static EngineNode node;
    private static RestServer server;

    @BeforeAll
    static void start() throws Exception {
        node = Errand.start(folder.resolve("db"), LEDGER);
        EngineRest rest = EngineRest.of(node);
        server = new RestServer(rest.servlet(), rest.filter(), rest.listener(), folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        node.close();
    }

    /** What is kept of a failure instead of the worker's words, whatever way it came in. */
    private static final String WITHHELD = "work-failed: reported by its worker, whose log holds the cause";

    @Test
    void aWriteIsOneRecordThatNamesWhoActed() throws Exception {
        String task = Errand.task(node, Errand.file(node, "P30D"));
        long head = LEDGER.head().size();
        assertThat(call("li", "POST", "/task/" + task + "/claim", "{}").statusCode())
                .isEqualTo(204);
        assertThat(LEDGER.head().size()).isEqualTo(head + 1);
        JsonNode record = new ObjectMapper().readTree(LEDGER.leaf(head).publicPart());
        assertThat(record.at("/actor/org").asText()).isEqualTo("amr");
        assertThat(record.at("/actor/key").asText()).isNotBlank();
        assertThat(record.at("/transitions/0/type").asText()).isEqualTo("claimed");
        assertThat(node.audit(AUDITOR).differences()).isEmpty();
    }

    @Test
    void withoutAQuorumEveryWriteAnswersSoAndChangesNothing() throws Exception {
        String number = Errand.file(node, "P30D");
        String task = Errand.task(node, number);
        String due = Errand.file(node, "PT0S");
        Job job = timer(due);
        long head = LEDGER.head().size();
        LEDGER.quorum(false);
        try {
            refusedForWantOfAQuorum(call("li", "POST", "/task/" + task + "/complete", "{}"));
            refusedForWantOfAQuorum(call("founder", "POST", "/process-definition/key/errand/start", """
                    {"variables":{"company":{"value":"x"},"patience":{"value":"P1D"}}}"""));
            refusedForWantOfAQuorum(call("admin", "POST", "/job/" + job.getId() + "/execute", "{}"));
            refusedForWantOfAQuorum(call("admin", "PUT", "/job/" + job.getId() + "/retries", "{\"retries\":7}"));
            assertThat(node.availability()).isEqualTo(Availability.NO_QUORUM);
            assertThat(call("admin", "GET", "/task/" + task, "").statusCode()).isEqualTo(200);
        } finally {
            LEDGER.quorum(true);
        }
        awaitOpen();
        assertThat(timer(due).getRetries()).isEqualTo(job.getRetries());
        assertThat(node.cases().view(FOUNDER, due).summary().status()).isEqualTo(Status.OPEN);
        assertThat(LEDGER.leaves(head, LEDGER.head().size()))
                .allSatisfy(leaf -> assertThat(new ObjectMapper()
                                .readTree(leaf.publicPart())
                                .path("kind")
                                .asText())
                        .isIn("barrier", "technical"));
        assertThat(call("li", "POST", "/task/" + task + "/complete", "{}").statusCode())
                .isEqualTo(204);
        assertThat(node.cases().view(FOUNDER, number).tokens()).containsExactly("pay");
    }

    private static void refusedForWantOfAQuorum(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(RestServer.json(answer).path("reason").asText()).isEqualTo("no-quorum");
        assertThat(RestServer.json(answer).path("message").asText())
                .contains("majority", "Nothing was changed", "try again");
    }

    @Test
    void nobodyBringsADeadlineForward() throws Exception {
        String number = Errand.file(node, "P30D");
        Job timer = timer(number);
        long head = LEDGER.head().size();
        String path = "/job/" + timer.getId();
        for (int attempt = 0; attempt < 4; attempt++) {
            refused(call("admin", "POST", path + "/execute", "{}"), "case.timer-not-due");
        }
        refused(call("admin", "PUT", path + "/retries", "{\"retries\":1}"), "case.timer-not-due");
        refused(
                call("admin", "PUT", path + "/retries", "{\"retries\":1,\"dueDate\":\"2020-01-01T00:00:00.000+0000\"}"),
                "rest.member");
        refused(
                call("admin", "PUT", path + "/duedate", "{\"duedate\":\"2020-01-01T00:00:00.000+0000\"}"),
                "rest.not-offered");
        assertThat(node.cases().view(FOUNDER, number).summary().status()).isEqualTo(Status.OPEN);
        assertThat(node.cases().view(FOUNDER, number).tokens()).containsExactly("decide");
        assertThat(timer(number).getRetries()).isEqualTo(timer.getRetries());
        assertThat(timer(number).getDuedate()).isEqualTo(timer.getDuedate());
        assertThat(LEDGER.head().size()).as("not even a failure was recorded").isEqualTo(head);
    }

    @Test
    void aDeadlineStaysWhereItIsBelowTheAddressToo() {
        String number = Errand.file(node, "P30D");
        Job timer = timer(number);
        ManagementService jobs = node.processEngine().getManagementService();
        Date past = new Date(0);
        for (ThrowingCallable act : List.<ThrowingCallable>of(
                () -> jobs.executeJob(timer.getId()),
                () -> jobs.setJobDuedate(timer.getId(), past),
                () -> jobs.setJobDuedate(timer.getId(), null),
                () -> jobs.recalculateJobDuedate(timer.getId(), true),
                () -> jobs.deleteJob(timer.getId()),
                () -> jobs.setJobRetries(1).jobId(timer.getId()).dueDate(past).execute())) {
            assertThatThrownBy(act).hasMessageContaining("case.timer-not-due");
            assertThatThrownBy(() -> Acting.as(Workbench.ADMIN, () -> call(act)))
                    .hasMessageContaining("case.timer-not-due");
        }
        assertThat(timer(number).getDuedate()).isEqualTo(timer.getDuedate());
    }

    private static void call(ThrowingCallable act) {
        try {
            act.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsDueAnAdministratorMayRun() throws Exception {
        String number = Errand.file(node, "PT0S");
        String path = "/job/" + timer(number).getId();
        refused(call("admin", "PUT", path + "/retries", "{\"retries\":\"many\"}"), 400, "invalid-input");
        assertThat(call("admin", "PUT", path + "/retries", "{\"retries\":2}").statusCode())
                .isEqualTo(204);
        assertThat(timer(number).getRetries()).isEqualTo(2);
        assertThat(call("admin", "POST", path + "/execute", "{}").statusCode()).isEqualTo(204);
        assertThat(node.cases().view(FOUNDER, number).summary().status()).isEqualTo(Status.WITHDRAWN);
        refused(call("admin", "POST", path + "/execute", "{}"), 404, "not-found");
        refused(call("li", "POST", path + "/execute", "{}"), "rest.role");
    }

    @Test
    void aWorkersWordsAreNeitherKeptNorTold() throws Exception {
        String number = paying();
        ExternalTask work = lock(number, "worker");
        String path = "/external-task/" + work.getId();
        assertThat(call("worker", "POST", path + "/failure", """
                {"workerId":"w","errorMessage":"%s","errorDetails":"%s","retries":0,"retryTimeout":0}""".formatted(SECRET, SECRET))
                        .statusCode())
                .isEqualTo(204);
        assertThat(node.cases().view(FOUNDER, number).incidents()).containsEntry("pay", WITHHELD);
        String kept = call("admin", "GET", "/history/external-task-log?externalTaskId=" + work.getId(), "")
                        .body()
                + call("admin", "GET", "/external-task/" + work.getId(), "").body()
                + call("admin", "GET", "/external-task/" + work.getId() + "/errorDetails", "")
                        .body()
                + call("admin", "GET", "/incident?executionId=" + work.getExecutionId(), "")
                        .body();
        assertThat(kept).contains(WITHHELD).doesNotContain(SECRET);
        refused(call("worker", "POST", path + "/bpmnError", """
                {"workerId":"w","errorCode":"%s"}""".formatted(SECRET)), "rest.error-code");
        HttpResponse<String> uncaught =
                call("worker", "POST", path + "/bpmnError", "{\"workerId\":\"w\",\"errorCode\":\"lost\"}");
        assertThat(uncaught.statusCode()).isEqualTo(500);
        assertThat(uncaught.body()).doesNotContain("lost", "catch");
        assertThat(node.cases().view(FOUNDER, number).tokens()).containsExactly("pay");
        assertThat(call("worker", "POST", path + "/bpmnError", """
                {"workerId":"w","errorCode":"unpaid","errorMessage":"%s"}""".formatted(SECRET))
                        .statusCode())
                .isEqualTo(204);
        assertThat(node.cases().view(FOUNDER, number).passed()).contains("unpaid", "f5");
        assertThat(node.audit(AUDITOR).differences()).isEmpty();
    }

    @Test
    void aWorkerSetsWhatTheModelListsAndNothingElse() throws Exception {
        String number = paying();
        String path = "/external-task/" + lock(number, "worker").getId();
        for (String act : new String[] {"/complete", "/failure", "/bpmnError"}) {
            for (String member : new String[] {"variables", "localVariables"}) {
                refused(call("worker", "POST", path + act, """
                        {"workerId":"w","errorCode":"unpaid","%s":{"paid":{"value":1},"verdict":{"value":"grant"}}}""".formatted(member)), "rest.worker-variables");
            }
        }
        for (String message : new String[] {
            "{\"messageName\":\"it-m\",\"processVariables\":{\"verdict\":{\"value\":\"grant\"}}}",
            "{\"messageName\":\"it-m\",\"processVariablesToTriggeredScope\":{\"verdict\":{\"value\":\"grant\"}}}"
        }) {
            refused(call("worker", "POST", "/message", message), "rest.worker-variables");
        }
        refused(
                call("worker", "POST", "/signal", "{\"name\":\"it-s\",\"variables\":{\"verdict\":{\"value\":1}}}"),
                "rest.worker-variables");
        for (String yes : new String[] {"true", "\"true\"", "1"}) {
            refused(call("worker", "POST", "/message", """
                    {"messageName":"it-m","all":true,"resultEnabled":true,"variablesInResultEnabled":%s}""".formatted(yes)), "rest.message-result");
        }
        assertThat(call("worker", "POST", path + "/complete", """
                {"workerId":"w","variables":{"paid":{"value":true}}}""").statusCode()).isEqualTo(204);
        assertThat(node.cases().view(FOUNDER, number).summary().status()).isEqualTo(Status.GRANTED);
    }

    @Test
    void oneAccountsWorkerDoesNotSpeakForAnothers() throws Exception {
        String number = paying();
        ExternalTask work = lock(number, "worker");
        assertThat(work.getWorkerId()).isEqualTo("p-worker/w");
        String path = "/external-task/" + work.getId();
        for (String name : new String[] {"w", "p-worker/w"}) {
            HttpResponse<String> answer = call("rival", "POST", path + "/complete", "{\"workerId\":\"" + name + "\"}");
            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 403);
        }
        refused(call("rival", "POST", path + "/unlock", "{}"), "rest.worker-lock");
        refused(call("rival", "POST", path + "/unlock", ""), "rest.worker-lock");
        refused(call("worker", "POST", path + "/complete", "{\"workerId\":\"" + SECRET + " 号\"}"), "rest.worker-id");
        assertThat(call("worker", "POST", path + "/unlock", "").statusCode()).isEqualTo(204);
        lock(number, "worker");
        assertThat(call("worker", "POST", path + "/complete", "{\"workerId\":\"p-worker/w\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private static HttpResponse<String> call(String user, String method, String path, String body) throws Exception {
        return server.call(user, method, path, body);
    }

    private static void refused(HttpResponse<String> answer, String reason) throws Exception {
        refused(answer, 403, reason);
    }

    private static void refused(HttpResponse<String> answer, int status, String reason) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(RestServer.json(answer).path("reason").asText()).isEqualTo(reason);
        assertThat(RestServer.json(answer).path("message").asText())
                .isNotBlank()
                .isNotEqualTo(reason);
    }

    /** A case that waits for its worker. */
    private static String paying() {
        String number = Errand.file(node, "P30D");
        node.tasks().complete(Workbench.AMR_LI, Errand.task(node, number), Map.of("verdict", "grant"));
        return number;
    }

    private static ExternalTask lock(String number, String user) throws Exception {
        HttpResponse<String> locked = call(
                user,
                "POST",
                "/external-task/" + work(number).getId() + "/lock",
                "{\"workerId\":\"w\",\"lockDuration\":600000}");
        assertThat(locked.statusCode()).as(locked.body()).isEqualTo(204);
        return work(number);
    }

    private static ExternalTask work(String number) {
        return node.processEngine()
                .getExternalTaskService()
                .createExternalTaskQuery()
                .processInstanceId(root(number))
                .singleResult();
    }

    private static Job timer(String number) {
        return node.processEngine()
                .getManagementService()
                .createJobQuery()
                .processInstanceId(root(number))
                .singleResult();
    }

    private static String root(String number) {
        return node.processEngine()
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .singleResult()
                .getId();
    }

    private static void awaitOpen() throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (node.availability() != Availability.OPEN) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }
}
