package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.FOUNDER;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.engine.model.DeploymentGuard;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;

/** Work in a called process belongs to the case of its caller, whatever business key a model hands on. */
class CalledCaseTest {

    private static final String MODELS = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
              <process id="caller" isExecutable="true">
                <extensionElements>
                  <camunda:executionListener event="start" delegateExpression="${promise}"/>
                </extensionElements>
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="applied" targetRef="call"/>
                <callActivity id="call" calledElement="called"><extensionElements>
                  <camunda:in businessKey="%s"/></extensionElements></callActivity>
                <sequenceFlow id="f2" sourceRef="call" targetRef="done"/>
                <endEvent id="done"/>
              </process>
              <process id="called" isExecutable="true">
                <startEvent id="begun"/>
                <sequenceFlow id="g1" sourceRef="begun" targetRef="work"/>
                <serviceTask id="work" camunda:delegateExpression="${promise}"/>
                <sequenceFlow id="g2" sourceRef="work" targetRef="ended"/>
                <endEvent id="ended"/>
              </process>
            </definitions>""";

    @Test
    void aBusinessKeyOfAModelLeadsToNoOtherCase() {
        List<String> told = new ArrayList<>();
        try (Workbench bench = new Workbench(
                Workbench.files(
                        "licence.bpmn", Licence.BPMN,
                        "apply.form", Licence.APPLY,
                        "register.form", Licence.REGISTER,
                        "supplement.form", Licence.SUPPLEMENT,
                        "tax.form", Licence.TAX),
                Map.of("promise", context -> told.add(context.caseNumber())),
                LicenceParts.checks())) {
            String other = bench.file("other");
            DeploymentCache cache = bench.configuration.getDeploymentCache();
            bench.configuration
                    .getDeployers()
                    .removeIf(DeploymentGuard.class::isInstance); // as if a rule had missed it
            cache.setDeployers(bench.configuration.getDeployers());
            bench.engine
                    .getRepositoryService()
                    .createDeployment()
                    .addString("caller.bpmn", MODELS.formatted(other))
                    .addString("apply.form", Licence.APPLY)
                    .deploy();
            told.clear();
            String number = bench.cases().start(FOUNDER, "caller", Licence.application(), "caller");
            assertThat(number).isNotEqualTo(other);
            assertThat(told).containsExactly(number, number);
        }
    }
}
