package org.chancery.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.Ledger;

/**
 * A service for tests: the registrar decides before a deadline of the applicant's choice, or the case is withdrawn; then
 * a worker outside is paid.
 */
public final class Errand {

    private static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t" id="d">
              <error id="unpaidError" name="Unpaid" errorCode="unpaid"/>
              <error id="lostError" name="Lost" errorCode="lost"/>
              <process id="errand" name="Errand" isExecutable="true">
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="applied" targetRef="decide"/>
                <userTask id="decide" camunda:candidateGroups="amr" camunda:formRef="decide"
                  camunda:formRefBinding="deployment"/>
                <boundaryEvent id="late" attachedToRef="decide"><timerEventDefinition>
                  <timeDuration>${patience}</timeDuration></timerEventDefinition></boundaryEvent>
                <sequenceFlow id="f2" sourceRef="late" targetRef="withdraw"/>
                <serviceTask id="withdraw" camunda:delegateExpression="${withdraw}"/>
                <sequenceFlow id="f3" sourceRef="withdraw" targetRef="withdrawn"/>
                <endEvent id="withdrawn"/>
                <sequenceFlow id="f4" sourceRef="decide" targetRef="pay"/>
                <serviceTask id="pay" camunda:type="external" camunda:topic="it-pay"><extensionElements>
                  <camunda:properties><camunda:property name="workerInputs" value="company"/>
                  <camunda:property name="workerResults" value="paid, receipt"/></camunda:properties>
                  </extensionElements></serviceTask>
                <boundaryEvent id="unpaid" attachedToRef="pay"><errorEventDefinition errorRef="unpaidError"/>
                  </boundaryEvent>
                <sequenceFlow id="f5" sourceRef="unpaid" targetRef="owed"/>
                <endEvent id="owed"/>
                <sequenceFlow id="f6" sourceRef="pay" targetRef="done"/>
                <endEvent id="done"/>
              </process>
            </definitions>""";

    private static final String APPLY = """
            {"id":"apply","components":[
              {"type":"textfield","key":"company","properties":{"privacy":"public","title":"true"}},
              {"type":"textfield","key":"citizen"},
              {"type":"textfield","key":"patience","properties":{"privacy":"public"}}]}""";

    private static final String DECIDE = """
            {"id":"decide","components":[{"type":"textfield","key":"verdict","properties":{"privacy":"public"}}]}""";

    private Errand() {}

    /** A node without a job executor: what is due runs when a test says so. */
    public static EngineNode start(Path folder, Ledger ledger) {
        ServiceBundle bundle = new ServiceBundle(
                "errand",
                Workbench.files("errand.bpmn", BPMN, "apply.form", APPLY, "decide.form", DECIDE),
                Map.of("withdraw", context -> context.status(Status.WITHDRAWN)));
        return (EngineNode) EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(bundle),
                        Map.of(),
                        false),
                ledger,
                new Workbench.Keys());
    }

    /** The model with other results of its worker. */
    public static Map<String, byte[]> listing(String workerResults) {
        return Workbench.files(
                "errand.bpmn",
                BPMN.replace("paid, receipt", workerResults),
                "apply.form",
                APPLY,
                "decide.form",
                DECIDE);
    }

    /** @param patience how long the registrar has, as ISO 8601 */
    public static String file(Engine engine, String patience) {
        return engine.cases()
                .start(
                        Workbench.FOUNDER,
                        "errand",
                        Map.of("company", "天山乳业", "citizen", "650102199003074516", "patience", patience),
                        "key " + engine.ledger().head().size());
    }

    /** The registrar's task in the case. */
    public static String task(Engine engine, String number) {
        return engine.tasks().inbox(Workbench.AMR_LI).stream()
                .filter(task -> task.caseNumber().equals(number))
                .map(Tasks.Task::id)
                .findFirst()
                .orElseThrow();
    }
}
