package org.chancery.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.chancery.engine.model.OneLineModels.CHECK;
import static org.chancery.engine.model.OneLineModels.bytes;
import static org.chancery.engine.model.OneLineModels.findings;
import static org.chancery.engine.model.OneLineModels.process;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.operaton.bpm.engine.impl.bpmn.behavior.ClassDelegateActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ManualTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ScriptTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ShellActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.SubProcessActivityBehavior;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;

/** Models that reach for Java, for the machine or for other files are refused, and the element is named. */
class HostileModelsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.script | <scriptTask id='x' scriptFormat='groovy'><script>System.exit(1)</script></scriptTask>",
                "model.script | <scriptTask id='x' scriptFormat='feel'><script>1</script></scriptTask>",
                "model.script | <task id='x'><extensionElements><camunda:executionListener event='start'><camunda:script scriptFormat='javascript'>1</camunda:script></camunda:executionListener></extensionElements></task>",
                "model.script | <task id='x'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'><camunda:script scriptFormat='python'>1</camunda:script></camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
                "model.script | <task id='x'><extensionElements><camunda:executionListener event='start'><camunda:script scriptFormat='feel'>1</camunda:script></camunda:executionListener></extensionElements></task>",
                "model.script | <task id='x'><extensionElements><camunda:inputOutput><camunda:outputParameter name='a'><camunda:script scriptFormat='feel' resource='a.feel'/></camunda:outputParameter></camunda:inputOutput></extensionElements></task>",
                "model.feel | <task id='x'><extensionElements><camunda:inputOutput><camunda:outputParameter name='a'><camunda:script scriptFormat='feel'>now()</camunda:script></camunda:outputParameter></camunda:inputOutput></extensionElements></task>",
                "model.feel | <task id='x'><extensionElements><camunda:inputOutput><camunda:outputParameter name='a'><camunda:script scriptFormat='feel'>${name}</camunda:script></camunda:outputParameter></camunda:inputOutput></extensionElements></task>",
                "model.connector | <serviceTask id='x'><extensionElements><camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector></extensionElements></serviceTask>",
                "model.task-type | <serviceTask id='x' camunda:type='shell'/>",
                "model.task-type | <serviceTask id='x' camunda:type='mail'/>",
                "model.class | <serviceTask id='x' camunda:class='java.lang.ProcessBuilder'/>",
                "model.namespace | <serviceTask id='x' operaton:class='java.lang.ProcessBuilder'/>",
                "model.namespace | <serviceTask id='x' camunda:type='external' operaton:type='shell' camunda:topic='t'/>",
                "model.namespace | <serviceTask id='x' camunda:type='external' activiti:type='shell' camunda:topic='t'/>",
                "model.namespace | <userTask id='x' camunda:formRef='f' camunda:assignee='${applicant}' operaton:assignee='p-li'/>",
                "model.namespace | <task id='x'><extensionElements><operaton:executionListener event='start' expression='${a}'/></extensionElements></task>",
                "model.namespace | <task id='x'><extensionElements><camunda:inputOutput><operaton:inputParameter name='a'>1</operaton:inputParameter></camunda:inputOutput></extensionElements></task>",
                "model.namespace | <task id='x'><extensionElements><camunda:executionListener event='start' operaton:class='a.B'/></extensionElements></task>",
                "model.task-type | <intermediateThrowEvent id='x'><messageEventDefinition camunda:type='shell'><extensionElements><camunda:field name='command' stringValue='sh'/></extensionElements></messageEventDefinition></intermediateThrowEvent>",
                "model.task-type | <endEvent id='x'><messageEventDefinition camunda:type='shell'/></endEvent>",
                "model.task-type | <sendTask id='x' camunda:type='SHELL'/>",
                "model.no-group | <userTask id='x' camunda:formRef='f' dmn:candidateGroups='amr'/>",
                "model.assignee | <userTask id='x' camunda:formRef='f' camunda:assignee='${applicant}' camunda:candidateUsers='p-li'/>",
                "model.assignee | <userTask id='x' camunda:formRef='f' camunda:assignee='p-li' camunda:candidateUsers='${applicant}'/>",
                "model.performer | <userTask id='y' camunda:formRef='f' camunda:candidateGroups='amr'><potentialOwner id='x'><resourceAssignmentExpression><formalExpression>user(p-li)</formalExpression></resourceAssignmentExpression></potentialOwner></userTask>",
                "model.performer | <userTask id='x' camunda:formRef='f' camunda:candidateGroups='amr'><humanPerformer><resourceAssignmentExpression><formalExpression>p-li</formalExpression></resourceAssignmentExpression></humanPerformer></userTask>",
                "model.performer | <userTask id='x' camunda:formRef='f' camunda:candidateGroups='amr'><performer/></userTask>",
                "model.class | <sendTask id='x' camunda:class='a.B'/>",
                "model.class | <task id='x'><extensionElements><camunda:executionListener class='a.B' event='start'/></extensionElements></task>",
                "model.class | <task id='y'><extensionElements><camunda:formData><camunda:formField id='x'><camunda:validation><camunda:constraint name='validator' config='a.B'/></camunda:validation></camunda:formField></camunda:formData></extensionElements></task>",
                "model.class | <callActivity id='x' calledElement='est' camunda:variableMappingClass='a.B'/>",
                "model.delegate | <serviceTask id='x' camunda:delegateExpression='${unknown}'/>",
                "model.delegate | <serviceTask id='x' camunda:delegateExpression='${issueCode.other}'/>",
                "model.delegate | <serviceTask id='x' camunda:delegateExpression='#{issueCode}'/>",
                "model.delegate | <task id='x'><extensionElements><camunda:taskListener delegateExpression='${runtimeService}' event='create'/></extensionElements></task>",
                "model.expression | <serviceTask id='x' camunda:expression='${issueCode.run(1)}'/>",
                "model.expression | <task id='x' name='${name.class}'/>",
                "model.expression | <task id='x'><documentation>${execution.id}</documentation></task>",
                "model.expression | <task id='x'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'>${name.bytes}</camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
                "model.expression | <intermediateCatchEvent id='x'><timerEventDefinition><timeDuration>${issueCode.delay()}</timeDuration></timerEventDefinition></intermediateCatchEvent>",
                "model.language | <intermediateCatchEvent id='x'><conditionalEventDefinition><condition language='javascript'>1</condition></conditionalEventDefinition></intermediateCatchEvent>",
                "model.expression | <task id='x' language='feel' name='${name.class}'/>",
                "model.no-group | <userTask id='x' camunda:formRef='f'/>",
                "model.no-form | <userTask id='x' camunda:candidateGroups='amr'/>",
                "model.group | <userTask id='x' camunda:formRef='f' camunda:candidateGroups='${group}'/>",
                "model.group | <userTask id='x' camunda:formRef='f' camunda:candidateGroups='amr,tax'/>",
                "model.assignee | <userTask id='x' camunda:formRef='f' camunda:assignee='${someone}'/>",
                "model.reserved-name | <businessRuleTask id='x' camunda:decisionRef='d' camunda:mapDecisionResult='singleEntry' camunda:resultVariable='applicant'/>",
                "model.reserved-name | <serviceTask id='x' camunda:expression='${a}' camunda:resultVariable='organisation'/>",
                "model.reserved-name | <task id='x'><extensionElements><camunda:inputOutput><camunda:outputParameter name='applicant'>p-li</camunda:outputParameter></camunda:inputOutput></extensionElements></task>",
                "model.reserved-name | <userTask id='x' camunda:formRef='f' camunda:assignee='${applicant}'><extensionElements><camunda:inputOutput><camunda:inputParameter name='applicant'>p-li</camunda:inputParameter></camunda:inputOutput></extensionElements></userTask>",
                "model.reserved-name | <callActivity id='x' calledElement='est'><extensionElements><camunda:in source='a' target='caseNumber'/></extensionElements></callActivity>",
                "model.reserved-name | <callActivity id='x' calledElement='est'><extensionElements><camunda:in source='applicant' sourceExpression='${a}' target='applicant'/></extensionElements></callActivity>",
                "model.reserved-name | <callActivity id='x' calledElement='est'><extensionElements><camunda:out source='a' target='applicant'/></extensionElements></callActivity>",
                "model.reserved-name | <task id='x'><multiInstanceLoopCharacteristics camunda:collection='${list}' camunda:elementVariable='applicant'/></task>",
                "model.reserved-name | <startEvent id='x' camunda:initiator='applicant'/>",
                "model.business-key | <callActivity id='x' calledElement='est'><extensionElements><camunda:in businessKey='${other}'/></extensionElements></callActivity>",
                "model.form-key | <userTask id='x' camunda:formKey='camunda-forms:deployment:f.form' camunda:candidateGroups='amr'/>",
                "model.form-key | <startEvent id='x' camunda:formKey='camunda-forms:deployment:f.form' camunda:formRef='f'/>",
                "model.error-ref | <boundaryEvent id='x' attachedToRef='t'><errorEventDefinition errorRef='java.lang.RuntimeException'/></boundaryEvent>",
                "model.error-ref | <endEvent id='x'><errorEventDefinition errorRef='REJECTED'/></endEvent>",
                "model.error-ref | <serviceTask id='x' camunda:type='external' camunda:topic='t'><extensionElements><camunda:errorEventDefinition errorRef='java.lang.Throwable' expression='${a}'/></extensionElements></serviceTask>",
                "model.error-ref | <subProcess id='x'><startEvent><errorEventDefinition errorRef='p'/></startEvent></subProcess>",
                "model.script | <task id='x'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'><y:script xmlns:y='urn:y' scriptFormat='feel-scala'>now()</y:script></camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
                "model.script | <task id='x'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'><script scriptFormat='feel' resource='deployment://a.feel'/></camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
                "model.namespace | <task id='y'><extensionElements><camunda:inputOutput><camunda:inputParameter name='a'><y:script xmlns:y='urn:y' id='x' scriptFormat='feel'>1</y:script></camunda:inputParameter></camunda:inputOutput></extensionElements></task>",
                "model.namespace | <y:serviceTask xmlns:y='urn:y' id='x' camunda:expression='${a}'/>",
                "model.namespace | <serviceTask xmlns='' id='x' camunda:expression='${a}'/>",
                "model.namespace | <task id='x'><extensionElements><inputOutput/></extensionElements></task>",
                "model.extension-place | <camunda:userTask id='x'/>",
                "model.expression-long | <task id='x' name='${a}${((((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))))}'/>",
                "model.missing-form | <userTask id='x' camunda:formRef='g' camunda:candidateGroups='amr'/>",
                "model.missing-decision | <businessRuleTask id='x' camunda:decisionRef='none'/>",
                "model.missing-process | <callActivity id='x' calledElement='none'/>",
            })
    void anElementBeyondTheRulesIsRefusedByName(String code, String element) {
        assertThat(findings(process(element)))
                .as(element)
                .extracting(Finding::code, Finding::element)
                .contains(tuple(code, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id='' ", "id=' ' "})
    void aFlowWithoutAnIdIsRefusedAtTheElementThatItLeaves(String id) {
        String flow = "<startEvent id='s'/><endEvent id='e'/><sequenceFlow " + id + "sourceRef='s' targetRef='e'/>";
        assertThat(findings(process(flow))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("model.flow-without-id");
            assertThat(finding.element()).isEqualTo("s");
            assertThat(finding.details()).containsEntry("source", "s").containsEntry("target", "e");
        });
    }

    @Test
    void workThatTheNodeOffersMayBeCalled() {
        assertThat(findings(process("<serviceTask id='x' camunda:delegateExpression='${issueCode}'/>")))
                .isEmpty();
    }

    @Test
    void workOutsideAndATaskOfTheApplicantAreAllowed() {
        assertThat(findings(process("<serviceTask id='x' camunda:type='external' camunda:topic='t'/>"
                        + "<userTask id='y' camunda:formRef='f' camunda:assignee='${applicant}'"
                        + " camunda:candidateUsers='${applicant}'/>")))
                .isEmpty();
    }

    @Test
    void whoAppliedMayBeHandedOnToAnotherProcessUnderTheSameName() {
        assertThat(findings(process("<callActivity id='x' calledElement='est'><extensionElements>"
                        + "<camunda:in source='applicant' target='applicant'/><camunda:in variables='all'/>"
                        + "</extensionElements></callActivity>")))
                .isEmpty();
    }

    /** Whatever a model's text looked like: what the parser made of it is what would run. */
    @Test
    void aParsedActivityThatRunsAnythingUnlistedIsRefused() {
        ProcessDefinitionEntity process = new ProcessDefinitionEntity();
        process.createActivity("user").setActivityBehavior(new ManualTaskActivityBehavior());
        process.createActivity("plain");
        ActivityImpl scope = process.createActivity("scope");
        scope.setActivityBehavior(new SubProcessActivityBehavior());
        assertThat(Behaviours.refused("a.bpmn", process)).isEmpty();

        scope.createActivity("shell").setActivityBehavior(new ShellActivityBehavior());
        process.createActivity("script").setActivityBehavior(new ScriptTaskActivityBehavior(null, null));
        process.createActivity("class").setActivityBehavior(new ClassDelegateActivityBehavior("a.B", List.of()));
        process.createActivity("custom").setActivityBehavior(new ManualTaskActivityBehavior() {});
        assertThat(Behaviours.refused("a.bpmn", process))
                .allSatisfy(finding -> assertThat(finding.code()).isEqualTo("model.behaviour"))
                .extracting(Finding::element)
                .containsExactlyInAnyOrder("shell", "script", "class", "custom");
    }

    @Test
    void aMalformedModelIsRefusedWithItsLine() {
        List<Finding> findings = findings("<definitions>\n  <process>\n</definitions>");
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("model.malformed");
            assertThat(finding.resource()).isEqualTo("hostile.bpmn");
            assertThat(finding.details()).containsEntry("line", 3);
        });
        assertThat(findings("")).extracting(Finding::code).containsExactly("model.malformed");
        assertThat(findings("\u0000\u0001")).extracting(Finding::code).containsExactly("model.malformed");
    }

    @Test
    void documentTypesAreRefusedSoThatNoEntityIsEverRead() {
        String external =
                "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + process("<task id='x' name='&x;'/>");
        String bomb = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + process("<task id='x' name='&b;'/>");
        String remote = "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x.dtd'>" + process("");
        assertThat(List.of(external, bomb, remote))
                .allSatisfy(model ->
                        assertThat(findings(model)).extracting(Finding::code).containsExactly("model.doctype"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"java.lang.Throwable", "org.chancery.engine.EngineException$NotPermitted", "a.b", "x y", "[B"})
    void anErrorCodeThatNamesAnExceptionIsRefused(String code) {
        assertThat(findings(error(code)))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("model.error-code", "err"));
    }

    @Test
    void anErrorIsDeclaredInItsOwnNamespaceAndNamedByItsId() {
        String caught =
                "<boundaryEvent id='b' attachedToRef='t'><errorEventDefinition errorRef='err'/></boundaryEvent>";
        String error = "<error id='err' errorCode='REJECTED'/><process ";
        assertThat(findings(process(caught).replace("<process ", error))).isEmpty();
        String sly = "<y:error xmlns:y='urn:y' id='err' errorCode='java.lang.RuntimeException'/><process ";
        assertThat(findings(process(caught).replace("<process ", sly)))
                .extracting(Finding::code, Finding::element)
                .contains(tuple("model.error-ref", "b"), tuple("model.namespace", "err"));
        String extension = sly.replace("y:error xmlns:y='urn:y'", "camunda:error");
        assertThat(findings(process(caught).replace("<process ", extension)))
                .extracting(Finding::code)
                .contains("model.extension-place");
    }

    @Test
    void theDrawingMayStandBesideTheProcess() {
        String diagram = "<bpmndi:BPMNDiagram xmlns:bpmndi='http://www.omg.org/spec/BPMN/20100524/DI'>"
                + "<bpmndi:BPMNPlane><bpmndi:BPMNShape bpmnElement='x'>"
                + "<dc:Bounds xmlns:dc='http://www.omg.org/spec/DD/20100524/DC' x='1' y='1' width='1' height='1'/>"
                + "</bpmndi:BPMNShape></bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>";
        String drawn = process("<task id='x'/>").replace("</definitions>", diagram);
        assertThat(findings(drawn)).isEmpty();
        assertThat(findings(drawn.replace("<dc:Bounds ", "<script scriptFormat='feel'/><dc:Bounds ")))
                .extracting(Finding::code)
                .contains("model.namespace", "model.script");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REJECTED", "name-taken_2", "驳回", ""})
    void anErrorCodeOfTheServiceIsAllowed(String code) {
        assertThat(findings(error(code))).isEmpty();
    }

    private static String error(String code) {
        return process("").replace("<process ", "<error id='err' errorCode='" + code + "'/><process ");
    }

    @Test
    void whatIsSomebodysIsNoPublicFactAndNeitherGivenToNorTakenFromAWorker() {
        for (Map.Entry<String, String> list : Map.of(
                        "publicFacts",
                        "model.public-fact",
                        "workerResults",
                        "model.worker-result",
                        "workerInputs",
                        "model.worker-input")
                .entrySet()) {
            assertThat(namesListed(list.getKey()))
                    .extracting(
                            Finding::code,
                            finding -> finding.details().values().iterator().next())
                    .containsExactly(
                            tuple(list.getValue(), "applicant"),
                            tuple(list.getValue(), "caseNumber"),
                            tuple(list.getValue(), "citizen"));
        }
    }

    private List<Finding> namesListed(String property) {
        String facts = "<extensionElements><camunda:properties>"
                + "<camunda:property name='" + property + "' value='amount, citizen applicant,caseNumber'/>"
                + "</camunda:properties></extensionElements>";
        Map<String, byte[]> files = new HashMap<>();
        files.put("p.bpmn", bytes(process(facts)));
        files.put(
                "f.form",
                bytes("{\"id\":\"f\",\"components\":[{\"type\":\"textfield\",\"key\":\"citizen\"},"
                        + "{\"type\":\"number\",\"key\":\"amount\",\"properties\":{\"privacy\":\"public\"}}]}"));
        return CHECK.check(files, key -> false);
    }

    @Test
    void allFindingsAreToldAtOnce() {
        String element = "<scriptTask id='a'/><serviceTask id='b' camunda:class='a.B'/><userTask id='c'/>";
        assertThat(findings(process(element)))
                .extracting(Finding::element)
                .containsExactlyInAnyOrder("a", "b", "c", "c");
    }

    @Test
    void otherFilesAreRefused() {
        assertThat(CHECK.check(Map.of("x.groovy", new byte[0], "y.cmmn", new byte[0]), key -> false))
                .extracting(Finding::resource, Finding::code)
                .containsExactly(tuple("x.groovy", "model.file-type"), tuple("y.cmmn", "model.file-type"));
    }

    @Test
    void aFormThatNamesAnUnknownCheckIsRefused() {
        String form = "{\"id\":\"g\",\"components\":[{\"type\":\"textfield\",\"key\":\"a\","
                + "\"properties\":{\"check\":\"none\"}}]}";
        assertThat(CHECK.check(Map.of("g.form", bytes(form)), key -> false))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("form.unknown-check", "a"));
        String inAList = "{\"id\":\"g\",\"components\":[{\"type\":\"dynamiclist\",\"path\":\"list\",\"components\":["
                + "{\"type\":\"group\",\"components\":[" + form.substring(form.indexOf("{\"type"), form.length() - 2)
                + "]}]}]}";
        assertThat(CHECK.check(Map.of("g.form", bytes(inAList)), key -> false))
                .extracting(Finding::code, Finding::element)
                .containsExactly(tuple("form.unknown-check", "a"));
    }
}
