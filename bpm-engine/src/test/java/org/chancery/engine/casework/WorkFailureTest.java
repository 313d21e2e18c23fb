package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineNode;
import org.chancery.engine.InMemoryLedger;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.StoppedAudit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.operaton.bpm.engine.ManagementService;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.runtime.Job;

/** Work that fails: what it says of it may quote a citizen, so nothing of that text is kept or told. */
class WorkFailureTest {

    private static final String SECRET = "430102198809120125";

    private static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
              <process id="failing" name="Failing" isExecutable="true">
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="applied" targetRef="work"/>
                <serviceTask id="work" camunda:delegateExpression="${work}"%s/>
                <sequenceFlow id="f2" sourceRef="work" targetRef="done"/>
                <endEvent id="done"/>
              </process>
            </definitions>""";

    private static final String FORM = """
            {"id":"apply","components":[{"type":"textfield","key":"company","properties":{"privacy":"public"}}]}""";

    @TempDir
    private Path folder;

    private final InMemoryLedger ledger = new InMemoryLedger();
    private final Workbench.Keys keys = new Workbench.Keys();

    private Engine start(String async) {
        Map<String, byte[]> files = Map.of(
                "failing.bpmn", BPMN.formatted(async).getBytes(StandardCharsets.UTF_8),
                "apply.form", FORM.getBytes(StandardCharsets.UTF_8));
        ServiceBundle bundle = new ServiceBundle("failing", files, Map.of("work", context -> {
            throw new IllegalStateException("outer " + SECRET, new IllegalArgumentException(SECRET + " is no number"));
        }));
        return EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(bundle),
                        Map.of(),
                        false),
                ledger,
                keys);
    }

    @Test
    void whoeverActedIsToldWhatToDoAndNeitherTheClassNorWhatItSaid() {
        try (Engine engine = start("")) {
            assertThatThrownBy(() -> engine.cases().start(FOUNDER, "failing", Map.of("company", "x"), "a"))
                    .isInstanceOfSatisfying(EngineException.Failed.class, failed -> {
                        assertThat(failed.code()).isEqualTo("work-failed");
                        assertThat(failed.details()).isEmpty();
                        assertThat(failed)
                                .as("for the log")
                                .hasStackTraceContaining("work-failed: IllegalArgumentException");
                    })
                    .hasMessage("work-failed");
        }
    }

    @Test
    void aFailedJobKeepsTheClassAndThePlaceOnly() {
        try (Engine engine = start(" camunda:asyncBefore=\"true\"")) {
            String number = engine.cases().start(FOUNDER, "failing", Map.of("company", "x"), "a");
            ProcessEngine process = ((EngineNode) engine).processEngine();
            ManagementService jobs = process.getManagementService();
            Job job = jobs.createJobQuery().singleResult();
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> jobs.executeJob(job.getId())).hasMessageNotContaining(SECRET);
            }
            assertThat(engine.cases().view(FOUNDER, number).incidents()).containsKey("work");
            String kept = jobs.getJobExceptionStacktrace(job.getId())
                    + jobs.createJobQuery().singleResult().getExceptionMessage()
                    + engine.cases().view(FOUNDER, number).incidents()
                    + process.getHistoryService().createHistoricJobLogQuery().list().stream()
                            .map(log -> String.valueOf(log.getJobExceptionMessage()))
                            .collect(Collectors.joining());
            assertThat(kept)
                    .contains("work-failed: IllegalArgumentException", "WorkFailureTest")
                    .doesNotContain(SECRET);
            assertThat(EngineNode.auditStopped(stopped(engine), ledger, keys))
                    .isInstanceOfSatisfying(
                            StoppedAudit.Compared.class,
                            audit -> assertThat(audit.report().differences()).isEmpty());
        }
    }

    private EngineConfig.Database stopped(Engine engine) {
        engine.close();
        return new EngineConfig.Database.H2(folder);
    }
}
