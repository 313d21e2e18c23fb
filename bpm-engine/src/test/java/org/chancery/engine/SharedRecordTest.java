package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.STRANGER;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.engine.casework.Workbench;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One transaction that moves two cases makes one record of both. Two applicants wait for the same hearing; a third
 * case's clerk opens it, and the signal lets both go on at once.
 */
class SharedRecordTest {

    private static final String BPMN = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
              xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
              xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="t" id="d">
              <signal id="opened" name="hearing opened"/>
              <process id="hearing" name="Hearing" isExecutable="true">
                <startEvent id="called" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f1" sourceRef="called" targetRef="open"/>
                <userTask id="open" camunda:candidateGroups="amr" camunda:formRef="open"
                  camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f2" sourceRef="open" targetRef="tell"/>
                <intermediateThrowEvent id="tell"><signalEventDefinition signalRef="opened"/></intermediateThrowEvent>
                <sequenceFlow id="f3" sourceRef="tell" targetRef="over"/>
                <endEvent id="over"/>
              </process>
              <process id="complaint" name="Complaint" isExecutable="true">
                <startEvent id="applied" camunda:formRef="apply" camunda:formRefBinding="deployment"/>
                <sequenceFlow id="f4" sourceRef="applied" targetRef="wait"/>
                <intermediateCatchEvent id="wait"><signalEventDefinition signalRef="opened"/></intermediateCatchEvent>
                <sequenceFlow id="f5" sourceRef="wait" targetRef="seat"/>
                <serviceTask id="seat" camunda:delegateExpression="${seat}"/>
                <sequenceFlow id="f6" sourceRef="seat" targetRef="large"/>
                <exclusiveGateway id="large" default="small"/>
                <sequenceFlow id="big" sourceRef="large" targetRef="done">
                  <conditionExpression xsi:type="tFormalExpression" language="feel">claim &gt; 1000</conditionExpression></sequenceFlow>
                <sequenceFlow id="small" sourceRef="large" targetRef="done"/>
                <endEvent id="done"/>
              </process>
            </definitions>""";

    private static final String APPLY = """
            {"id":"apply","components":[
              {"type":"textfield","key":"about","properties":{"privacy":"public","title":"true"}},
              {"type":"number","key":"claim","properties":{"privacy":"public"}},
              {"type":"number","key":"turn","properties":{"privacy":"public"}}]}""";

    private static final String OPEN = """
            {"id":"open","components":[{"type":"number","key":"room","properties":{"privacy":"public"}}]}""";

    @TempDir
    private static Path folder;

    private static final InMemoryLedger LEDGER = new InMemoryLedger();
    private static Engine engine;
    private static String founders;
    private static String strangers;
    private static long shared;

    @BeforeAll
    static void openTheHearing() {
        ServiceBundle bundle = new ServiceBundle(
                "hearing",
                Workbench.files("hearing.bpmn", BPMN, "apply.form", APPLY, "open.form", OPEN),
                Map.of(
                        "seat",
                        context -> context.set(
                                "turn", 1 + (long) context.variable("claim").orElseThrow())));
        engine = EngineNode.start(
                new EngineConfig(
                        "engine-1",
                        new EngineConfig.Database.H2(folder),
                        Clock.systemUTC(),
                        List.of(bundle),
                        Map.of(),
                        false),
                LEDGER,
                new Workbench.Keys());
        founders = file(FOUNDER, "complaint", 1111);
        strangers = file(STRANGER, "complaint", 2222);
        file(FOUNDER, "hearing", 3333);
        String task = engine.tasks().inbox(AMR_LI).getFirst().id();
        engine.tasks().complete(AMR_LI, task, Map.of("room", 4444));
        shared = leaves(FOUNDER, founders).getLast();
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static String file(Actor applicant, String service, int claim) {
        return engine.cases().start(applicant, service, Map.of("about", "地块", "claim", claim), "key " + claim);
    }

    private static List<Long> leaves(Actor actor, String number) {
        return engine.cases().trail(actor, number).stream()
                .map(Cases.Step::leaf)
                .distinct()
                .toList();
    }

    private static List<CommittedValue> values(Receipt receipt) {
        Verdict verdict = new ReceiptVerifier(List.of(LEDGER.logKey()))
                .verify(receipt.text().getBytes(StandardCharsets.UTF_8));
        assertThat(verdict).isInstanceOf(Verdict.Valid.class);
        return ((Verdict.Valid) verdict).values();
    }

    private static Set<String> shown(List<CommittedValue> values) {
        Set<String> shown = new TreeSet<>();
        values.forEach(value -> value.opened().map(Opened::value).ifPresent(shown::add));
        return shown;
    }

    @Test
    void twoCasesMovedInOneRecord() {
        assertThat(leaves(STRANGER, strangers)).endsWith(shared);
        assertThat(engine.cases().view(FOUNDER, founders).tokens()).isEmpty();
        assertThat(engine.cases().view(STRANGER, strangers).tokens()).isEmpty();
    }

    @Test
    void aReceiptOfTheSharedRecordShowsNoValueOfEitherCase() {
        for (Receipt receipt : List.of(
                engine.cases().receipt(FOUNDER, founders, shared),
                engine.cases().receipt(STRANGER, strangers, shared),
                engine.cases().receipt(AUDITOR, founders, shared))) {
            List<CommittedValue> values = values(receipt);
            assertThat(values).extracting(CommittedValue::name).contains("turn", "facts.claim");
            assertThat(shown(values)).isEmpty();
            assertThat(receipt.text()).doesNotContain("1111", "1112", "2222", "2223", "4444");
        }
        assertThat(shown(values(engine.cases()
                        .receipt(FOUNDER, founders, leaves(FOUNDER, founders).getFirst()))))
                .as("what a record of the case alone commits to is shown")
                .anyMatch(value -> value.endsWith(":1111"));
    }

    @Test
    void norDoesThePageOfOneOfThem() {
        CasePage page = engine.cases().page(FOUNDER, founders);
        Receipt receipt = page.receipts().stream()
                .filter(one -> one.index() == shared)
                .findFirst()
                .orElseThrow();
        assertThat(values(receipt)).isNotEmpty();
        assertThat(shown(values(receipt))).isEmpty();
    }

    @Test
    void theTrailOfACaseTellsItsOwnPartOfTheSharedRecord() {
        String own = told(FOUNDER, founders);
        assertThat(own).contains("wait", "seat", "claim=1111").doesNotContain("2222", "tell", "over");
        assertThat(told(STRANGER, strangers))
                .contains("wait", "seat", "claim=2222")
                .doesNotContain("1111", "tell");
    }

    private static String told(Actor actor, String number) {
        return engine.cases().trail(actor, number).stream()
                .filter(step -> step.leaf() == shared)
                .toList()
                .toString();
    }
}
