package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.ANALYST;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.util.Map;
import org.chancery.engine.Tasks;
import org.junit.jupiter.api.Test;

/**
 * Two deployments cannot be held against each other when they come, since each may change later: a process that another
 * one calls may take in as public what the caller's form sealed.
 */
class SealedElsewhereTest {

    private static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
              <process id="%s" isExecutable="true">
                <startEvent id="s" %s/>
                <sequenceFlow id="f" sourceRef="s" targetRef="x"/>
                %s
              </process>
            </definitions>""";

    @Test
    void whatOneFormSealedIsNotShownInAPublicFieldOfAnother() {
        try (Workbench bench = Licence.open()) {
            bench.models()
                    .deploy(
                            ANALYST,
                            "called",
                            Workbench.files(
                                    "called.bpmn",
                                    BPMN.formatted(
                                            "called",
                                            "",
                                            "<userTask id='x' camunda:candidateGroups='amr' camunda:formRef='see'"
                                                    + " camunda:formRefBinding='deployment'/>"),
                                    "see.form",
                                    """
                    {"id":"see","components":[
                      {"type":"textfield","key":"citizen","properties":{"privacy":"public"}},
                      {"type":"textfield","key":"plans"},
                      {"type":"textfield","key":"company","properties":{"privacy":"public"}}]}"""));
            bench.models()
                    .deploy(
                            ANALYST,
                            "calling",
                            Workbench.files(
                                    "calling.bpmn",
                                    BPMN.formatted(
                                            "calling",
                                            "camunda:formRef='ask' camunda:formRefBinding='deployment'",
                                            "<callActivity id='x' calledElement='called'><extensionElements>"
                                                    + "<camunda:in variables='all'/></extensionElements></callActivity>"),
                                    "ask.form",
                                    """
                    {"id":"ask","components":[
                      {"type":"textfield","key":"company","properties":{"privacy":"public","title":"true"}},
                      {"type":"textfield","key":"citizen"},
                      {"type":"textfield","key":"plans"}]}"""));
            bench.cases().start(FOUNDER, "calling", Map.of("company", "天山", "citizen", "650102", "plans", "乳业"), "k");
            Tasks.Task task = bench.tasks().inbox(AMR_LI).getFirst();
            assertThat(bench.tasks().open(AMR_LI, task.id()).values())
                    .isEqualTo(Map.of("company", "天山", "plans", "乳业"));
        }
    }
}
