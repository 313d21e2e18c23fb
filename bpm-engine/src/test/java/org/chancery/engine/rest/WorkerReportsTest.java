package org.chancery.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.rest.RestServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineNode;
import org.chancery.engine.EngineRest;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.StoppedAudit;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.operaton.bpm.engine.HistoryService;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.ProcessEngine;

/** What workers report of external tasks is told by records, and nothing of its text is kept. */
class WorkerReportsTest {

    private static final String SECRET = "430102198809120125";

    private static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
              <process id="outside" name="Outside" isExecutable="true">
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="applied" targetRef="fork"/>
                <parallelGateway id="fork"/>
                <sequenceFlow id="f2" sourceRef="fork" targetRef="pay"/>
                <serviceTask id="pay" camunda:type="external" camunda:topic="it-pay"/>
                <sequenceFlow id="f3" sourceRef="pay" targetRef="paid"/>
                <endEvent id="paid"/>
                <sequenceFlow id="f4" sourceRef="fork" targetRef="work"/>
                <serviceTask id="work" camunda:asyncBefore="true" camunda:delegateExpression="${work}"/>
                <sequenceFlow id="f5" sourceRef="work" targetRef="worked"/>
                <endEvent id="worked"/>
              </process>
            </definitions>""";

    private static final String FORM = """
            {"id":"apply","components":[{"type":"textfield","key":"company","properties":{"privacy":"public"}}]}""";

    @TempDir
    private Path folder;

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Workbench.Keys keys = new Workbench.Keys();
    private Engine engine;
    private RestServer server;

    @BeforeEach
    void start() throws Exception {
        Map<String, byte[]> files = Map.of(
                "outside.bpmn", BPMN.getBytes(StandardCharsets.UTF_8),
                "apply.form", FORM.getBytes(StandardCharsets.UTF_8));
        engine = EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder.resolve("engine")),
                        Clock.systemUTC(),
                        List.of(new ServiceBundle("outside", files, Map.of("work", context -> {}))),
                        Map.of(),
                        false),
                ledger,
                keys);
        EngineRest rest = EngineRest.of(engine);
        server = new RestServer(rest.servlet(), rest.filter(), rest.listener(), folder.resolve("tomcat"));
        engine.cases().start(Workbench.FOUNDER, "outside", Map.of("company", "x"), "a");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        engine.close();
    }

    /** The worker takes the task and reports that it failed; the text quotes a citizen. */
    private String fail(int retries) throws Exception {
        HttpResponse<String> fetched = server.call(
                "worker",
                "POST",
                "/external-task/fetchAndLock",
                "{\"workerId\":\"w\",\"maxTasks\":1,\"topics\":[{\"topicName\":\"it-pay\",\"lockDuration\":60000}]}");
        String id = json(fetched).path(0).path("id").asText();
        HttpResponse<String> failed = server.call(
                "worker",
                "POST",
                "/external-task/" + id + "/failure",
                "{\"workerId\":\"w\",\"errorMessage\":\"" + SECRET + " \\ud83d\",\"errorDetails\":\"at " + SECRET
                        + "\",\"retries\":" + retries + ",\"retryTimeout\":0}");
        assertThat(failed.statusCode()).as(failed.body()).isEqualTo(204);
        return id;
    }

    /** The transitions of the newest record: type, element, attempts left. */
    private List<String> told() throws Exception {
        JsonNode record = new ObjectMapper()
                .readTree(ledger.leaf(ledger.head().size() - 1).publicPart());
        assertThat(record.path("kind").asText()).isEqualTo("business");
        assertThat(record.at("/actor/org").asText()).isEqualTo("it");
        List<String> told = new ArrayList<>();
        record.path("transitions")
                .forEach(step -> told.add((step.path("type").asText()
                                + " " + step.path("element").asText() + " "
                                + step.path("retries").asText())
                        .strip()));
        return told;
    }

    @Test
    void aReportedFailureIsToldWithTheAttemptsLeft() throws Exception {
        fail(2);
        assertThat(told()).containsExactly("job-failed pay 2");
    }

    @Test
    void theLastFailureRaisesAnIncidentAndNewAttemptsResolveIt() throws Exception {
        String id = fail(0);
        assertThat(told()).containsExactly("job-failed pay 0", "incident pay");
        HttpResponse<String> set = server.call("admin", "PUT", "/external-task/" + id + "/retries", "{\"retries\":3}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
        assertThat(told()).containsExactly("retries pay 3", "incident-resolved pay");
    }

    @Test
    void newAttemptsOfAJobAreTold() throws Exception {
        ManagementService jobs = ((EngineNode) engine).processEngine().getManagementService();
        String job = jobs.createJobQuery().singleResult().getId();
        HttpResponse<String> set = server.call("admin", "PUT", "/job/" + job + "/retries", "{\"retries\":0}");
        assertThat(set.statusCode()).as(set.body()).isEqualTo(204);
        assertThat(told()).containsExactly("incident work", "retries work 0");
    }

    @Test
    void nothingOfTheReportsTextIsKept() throws Exception {
        String id = fail(0);
        ProcessEngine process = ((EngineNode) engine).processEngine();
        HistoryService history = process.getHistoryService();
        StringBuilder kept = new StringBuilder();
        kept.append(process.getExternalTaskService().getExternalTaskErrorDetails(id));
        history.createHistoricExternalTaskLogQuery().failureLog().list().forEach(log -> {
            kept.append(log.getErrorMessage());
            kept.append(history.getHistoricExternalTaskLogErrorDetails(log.getId()));
        });
        process.getRuntimeService()
                .createIncidentQuery()
                .list()
                .forEach(incident -> kept.append(incident.getIncidentMessage()));
        for (Leaf leaf : ledger.leaves(0, ledger.head().size())) {
            kept.append(new String(leaf.publicPart(), StandardCharsets.UTF_8));
        }
        assertThat(kept.toString())
                .contains("work-failed: reported by its worker")
                .doesNotContain(SECRET);
        engine.close();
        StoppedAudit audit =
                EngineNode.auditStopped(new EngineConfig.Database.H2(folder.resolve("engine")), ledger, keys);
        assertThat(((StoppedAudit.Compared) audit).report().differences()).isEmpty();
    }
}
