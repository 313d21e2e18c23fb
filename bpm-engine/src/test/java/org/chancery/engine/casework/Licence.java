package org.chancery.engine.casework;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Cases.Status;

/** A small service for tests: apply, the registrar decides, maybe the applicant supplements, then two departments. */
final class Licence {

    static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t" id="d">
              <process id="licence" name="Licence" isExecutable="true">
                <extensionElements><camunda:properties>
                  <camunda:property name="publicFacts" value="verdict"/></camunda:properties></extensionElements>
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="applied" targetRef="promise"/>
                <serviceTask id="promise" name="Promise" camunda:delegateExpression="${promise}"/>
                <sequenceFlow id="f2" sourceRef="promise" targetRef="register"/>
                <userTask id="register" name="Register" camunda:candidateGroups="amr" camunda:formRef="register"
                  camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f3" sourceRef="register" targetRef="verdict"/>
                <exclusiveGateway id="verdict" default="granted"/>
                <sequenceFlow id="more" sourceRef="verdict" targetRef="supplement">
                  <conditionExpression xsi:type="tFormalExpression" language="feel">verdict = "supplement"</conditionExpression></sequenceFlow>
                <sequenceFlow id="granted" sourceRef="verdict" targetRef="tax"/>
                <userTask id="supplement" name="Supplement" camunda:assignee="${applicant}" camunda:formRef="supplement"
                  camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f4" sourceRef="supplement" targetRef="register"/>
                <userTask id="tax" name="Tax" camunda:candidateGroups="tax" camunda:formRef="tax"
                  camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f5" sourceRef="tax" targetRef="done"/>
                <endEvent id="done"/>
              </process>
            </definitions>""";

    static final String APPLY = """
            {"id":"apply","components":[
              {"type":"textfield","key":"company","label":"Company","validate":{"required":true},
               "properties":{"privacy":"public","title":"true"}},
              {"type":"textfield","key":"citizen","label":"Citizen id","properties":{"check":"citizen-id"}},
              {"type":"textarea","key":"plans","label":"Plans"},
              {"type":"number","key":"capital","label":"Capital","properties":{"privacy":"public"}},
              {"type":"dynamiclist","path":"holders","label":"Holders","components":[
                {"type":"textfield","key":"name"}]}]}""";

    static final String REGISTER = """
            {"id":"register","components":[
              {"type":"textfield","key":"company","readonly":true,"properties":{"privacy":"public"}},
              {"type":"textfield","key":"citizen","readonly":true},
              {"type":"dynamiclist","path":"holders","readonly":true,"components":[{"type":"textfield","key":"name"}]},
              {"type":"radio","key":"verdict","values":[{"value":"grant"},{"value":"supplement"}],
               "validate":{"required":true},"properties":{"privacy":"public","result":"true"}},
              {"type":"number","key":"score","properties":{"privacy":"public"}},
              {"type":"textarea","key":"reason"}]}""";

    static final String SUPPLEMENT = """
            {"id":"supplement","components":[{"type":"textarea","key":"plans","validate":{"required":true}},
              {"type":"number","key":"score","readonly":true,"properties":{"privacy":"public"}}]}""";

    static final String TAX = """
            {"id":"tax","components":[{"type":"number","key":"quota","properties":{"privacy":"public"}}]}""";

    static final String TEXTS = "title=营业执照\nsummary=申请\nfield.company=公司名称\nelement.register=登记\n";

    static final Instant PROMISED = Instant.parse("2026-11-24T10:00:00Z");

    private Licence() {}

    static Workbench open() {
        return new Workbench(
                Workbench.files(
                        "licence.bpmn", BPMN,
                        "apply.form", APPLY,
                        "register.form", REGISTER,
                        "supplement.form", SUPPLEMENT,
                        "tax.form", TAX,
                        "licence_zh_CN.properties", TEXTS,
                        "licence_en.properties", "title=Licence\nfield.company=Company name\n"),
                Map.of("promise", context -> {
                    context.deadlines(PROMISED, PROMISED.plusSeconds(3600));
                    context.status(Status.OPEN);
                    context.set(
                            "initial", context.personal("citizen").orElse("?").substring(0, 1));
                    context.set("serial", context.registers().next("licences"));
                }),
                Map.of(
                        "citizen-id",
                        value -> value.endsWith("6") ? Optional.empty() : Optional.of("citizen-id.check-digit")));
    }

    static Map<String, Object> application() {
        return Map.of(
                "company",
                "天山乳业",
                "citizen",
                "650102199003074516",
                "capital",
                500_000,
                "holders",
                List.of(Map.of("name", "阿依古丽")));
    }
}
