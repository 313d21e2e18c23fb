package org.chancery.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.EngineNode;
import org.chancery.engine.EngineRest;
import org.chancery.engine.Errand;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.casework.Workbench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.operaton.bpm.engine.externaltask.ExternalTask;

/** A worker outside gets the work of its own organisation, and of a case what the model hands out with it. */
class WorkerTopicsTest {

    private static final String FETCH = "/external-task/fetchAndLock";

    @TempDir
    private static Path folder;

    private static EngineNode node;
    private static RestServer server;

    @BeforeAll
    static void start() throws Exception {
        node = Errand.start(folder.resolve("db"), new InMemoryLedger());
        EngineRest rest = EngineRest.of(node);
        server = new RestServer(rest.servlet(), rest.filter(), rest.listener(), folder);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        node.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"variables\":null,",
                "\"variables\":[\"company\",\"applicant\",\"verdict\"],",
                "\"localVariables\":false,",
            })
    void withWorkComesWhatTheModelHandsOutAndNothingElse(String variables) throws Exception {
        String number = paying();
        JsonNode fetched = fetched(number, variables);
        List<String> names = new ArrayList<>();
        fetched.path("variables").fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("company");
        assertThat(fetched.at("/variables/company/value").asText()).isEqualTo("天山乳业");
        assertThat(fetched.path("businessKey").asText()).isEqualTo(number);
        assertThat(call("worker", "POST", path(number) + "/complete", "{\"workerId\":\"w\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(node.cases().view(Workbench.FOUNDER, number).summary().status())
                .isEqualTo(Status.GRANTED);
    }

    @Test
    void lessIsHandedOutIfLessIsAsked() throws Exception {
        assertThat(fetched(paying(), "\"variables\":[\"verdict\"],").path("variables"))
                .isEmpty();
    }

    @Test
    void anotherOrganisationsWorkIsNotFetched() throws Exception {
        String number = paying();
        refused(call("tax-worker", "POST", FETCH, fetch(number, "")), "rest.worker-topic");
        String both = "{\"workerId\":\"w\",\"maxTasks\":9,\"topics\":[{\"topicName\":\"tax-x\",\"lockDuration\":9},"
                + "{\"topicName\":\"it-pay\",\"lockDuration\":9}]}";
        refused(call("tax-worker", "POST", FETCH, both), "rest.worker-topic");
        for (String topic : new String[] {"\"ta\"", "\"taxes\"", "\"Tax\"", "null", "[\"tax\"]", "\"\""}) {
            refused(
                    call("tax-worker", "POST", FETCH, fetch(number, "").replace("\"it-pay\"", topic)),
                    "rest.worker-topic");
        }
        refused(call("tax-worker", "POST", FETCH, "{\"workerId\":\"w\",\"topics\":[\"it-pay\"]}"), "rest.worker-topic");
        refused(call("tax-worker", "POST", FETCH, "{\"workerId\":\"w\",\"topics\":\"it-pay\"}"), "rest.member");
        for (String own : new String[] {"tax", "tax-invoices"}) {
            HttpResponse<String> none =
                    call("tax-worker", "POST", FETCH, fetch(number, "").replace("it-pay", own));
            assertThat(none.statusCode()).as(none.body()).isEqualTo(200);
            assertThat(RestServer.json(none)).isEmpty();
        }
        assertThat(work(number).getWorkerId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lock | {\"workerId\":\"w\",\"lockDuration\":600000}",
                "complete | {\"workerId\":\"w\"}",
                "failure | {\"workerId\":\"w\",\"retries\":0,\"retryTimeout\":0}",
                "bpmnError | {\"workerId\":\"w\",\"errorCode\":\"unpaid\"}",
                "extendLock | {\"workerId\":\"w\",\"newDuration\":1}",
                "unlock | {}",
            })
    void anotherOrganisationsWorkIsNotTouched(String act, String body) throws Exception {
        String number = paying();
        refused(call("tax-worker", "POST", path(number) + "/" + act, body), "rest.worker-topic");
        refused(call("lent", "POST", path(number) + "/" + act, body), "rest.role");
        if (!act.equals("unlock")) {
            refused(call("admin", "POST", path(number) + "/" + act, body), "rest.role");
        }
        assertThat(work(number).getWorkerId()).isNull();
        assertThat(node.cases().view(Workbench.FOUNDER, number).tokens()).containsExactly("pay");
    }

    @Test
    void whatAWorkerLeftLockedAnAdministratorGivesBack() throws Exception {
        String number = paying();
        fetched(number, "");
        assertThat(work(number).getWorkerId()).isEqualTo("p-worker/w");
        assertThat(call("admin", "POST", path(number) + "/unlock", "").statusCode())
                .isEqualTo(204);
        assertThat(work(number).getWorkerId()).isNull();
    }

    /** Asking for work of one value after another would tell the value, whatever is handed out. */
    @ParameterizedTest
    @ValueSource(
            strings = {"\"processVariables\":{\"verdict\":\"grant\"},", "\"deserializeValues\":true,", "\"note\":1,"})
    void workIsNotChosenByTheValuesOfVariables(String member) throws Exception {
        String number = paying();
        refused(call("worker", "POST", FETCH, fetch(number, member)), "rest.member");
        assertThat(work(number).getWorkerId()).isNull();
    }

    @Test
    void messagesAndSignalsAreNamedForTheOrganisationThatSendsThem() throws Exception {
        for (String name : new String[] {"\"paid\"", "\"it-paid\"", "\"taxpaid\"", "null"}) {
            refused(call("tax-worker", "POST", "/message", "{\"messageName\":" + name + "}"), "rest.worker-topic");
            refused(call("tax-worker", "POST", "/signal", "{\"name\":" + name + "}"), "rest.worker-topic");
        }
        refused(call("tax-worker", "POST", "/message", "{\"name\":\"tax-paid\"}"), "rest.worker-topic");
        refused(call("admin", "POST", "/signal", "{\"name\":\"it-paid\"}"), "rest.role");
        HttpResponse<String> uncorrelated = call("tax-worker", "POST", "/message", "{\"messageName\":\"tax-paid\"}");
        assertThat(uncorrelated.statusCode()).isEqualTo(400);
        assertThat(uncorrelated.body()).contains("Cannot correlate message");
        assertThat(call("tax-worker", "POST", "/signal", "{\"name\":\"tax-paid\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    private static JsonNode fetched(String number, String member) throws Exception {
        HttpResponse<String> answer = call("worker", "POST", FETCH, fetch(number, member));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(RestServer.json(answer)).hasSize(1);
        return RestServer.json(answer).path(0);
    }

    private static String fetch(String number, String member) {
        return "{\"workerId\":\"w\",\"maxTasks\":9,\"topics\":[{" + member + "\"topicName\":\"it-pay\","
                + "\"businessKey\":\"" + number + "\",\"lockDuration\":600000}]}";
    }

    private static String path(String number) {
        return "/external-task/" + work(number).getId();
    }

    private static ExternalTask work(String number) {
        String root = node.processEngine()
                .getHistoryService()
                .createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(number)
                .singleResult()
                .getId();
        return node.processEngine()
                .getExternalTaskService()
                .createExternalTaskQuery()
                .processInstanceId(root)
                .singleResult();
    }

    /** A case that waits for its worker. */
    private static String paying() {
        String number = Errand.file(node, "P30D");
        node.tasks().complete(Workbench.AMR_LI, Errand.task(node, number), Map.of("verdict", "grant"));
        return number;
    }

    private static HttpResponse<String> call(String user, String method, String path, String body) throws Exception {
        return server.call(user, method, path, body);
    }

    private static void refused(HttpResponse<String> answer, String reason) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(RestServer.json(answer).path("reason").asText()).isEqualTo(reason);
        assertThat(RestServer.json(answer).path("message").asText())
                .isNotBlank()
                .isNotEqualTo(reason);
    }
}
