package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.chancery.engine.InMemoryLedger;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What public records tell of a decision: nothing from which a withheld fact would follow. */
class DecisionRecordsTest {

    private static final String PROCESS = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
            <process id="p" isExecutable="true" camunda:historyTimeToLive="P1D">
            <extensionElements><camunda:properties><camunda:property name="publicFacts" value="open, points"/>\
            </camunda:properties></extensionElements>
            <startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="d"/>
            <businessRuleTask id="d" camunda:decisionRef="d" camunda:resultVariable="answer" \
            camunda:mapDecisionResult="collectEntries"/>
            <sequenceFlow %s sourceRef="d" targetRef="e"/><endEvent id="e"/></process></definitions>""";

    private final InMemoryLedger ledger = new InMemoryLedger();
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static String input(String id, String label, String text) {
        return "<input id='" + id + "' label='" + label + "'><inputExpression id='e" + id + "'><text>" + text
                + "</text></inputExpression></input>";
    }

    private static String output(String name) {
        return "<output id='o' name='" + name + "' typeRef='integer'/>";
    }

    private static String rule(String id, String condition, String second, int result) {
        return "<rule id='" + id + "'><inputEntry id='a" + id + "'><text>" + condition + "</text></inputEntry>"
                + "<inputEntry id='b" + id + "'><text>" + second + "</text></inputEntry><outputEntry id='o" + id
                + "'><text>" + result + "</text></outputEntry></rule>";
    }

    private static String table(String policy, String content) {
        return "<decisionTable id='t' " + policy + ">" + content + "</decisionTable>";
    }

    private void deploy(String logic, String flow) {
        String dmn = "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='drd' name='drd' namespace='n'>"
                + "<decision id='d' name='d' camunda:historyTimeToLive='P1D'>" + logic + "</decision></definitions>";
        node.engine
                .getRepositoryService()
                .createDeployment()
                .addString("p.bpmn", PROCESS.formatted(flow))
                .addString("d.dmn", dmn)
                .deploy();
    }

    private JsonNode decided(boolean barred) throws Exception {
        node.engine
                .getRuntimeService()
                .startProcessInstanceByKey("p", Map.of("barred", barred, "open", true, "amount", 7));
        Leaf last = ledger.leaf(ledger.head().size() - 1);
        JsonNode transitions = new ObjectMapper().readTree(last.publicPart()).get("transitions");
        return StreamSupport.stream(transitions.spliterator(), false)
                .filter(transition -> transition.get("type").asText().equals("decision"))
                .findFirst()
                .orElseThrow();
    }

    private static String shape(JsonNode decision) {
        List<String> set = new ArrayList<>();
        decision.path("set").fieldNames().forEachRemaining(set::add);
        return decision.get("decision") + " " + set;
    }

    @Test
    void aRowThatAsksNothingDoesNotTellWhatTheRowBeforeItAsked() throws Exception {
        deploy(
                table(
                        "hitPolicy='FIRST'",
                        input("i1", "barred", "barred")
                                + input("i2", "open", "open")
                                + output("fee")
                                + rule("r1", "true", "-", 1)
                                + rule("r2", "-", "-", 2)),
                "id='f2'");
        JsonNode yes = decided(true);
        JsonNode no = decided(false);
        assertThat(shape(yes)).isEqualTo(shape(no));
        assertThat(no.at("/decision").has("rules")).isFalse();
        assertThat(no.at("/decision/inputs").toString()).isEqualTo("{\"open\":true}");
        assertThat(no.get("set").toString()).contains("rules", "inputs.barred", "outputs.fee");
    }

    @Test
    void noHitTellsNoMoreThanAHit() throws Exception {
        deploy(
                table(
                        "hitPolicy='FIRST'",
                        input("i1", "barred", "barred")
                                + input("i2", "open", "open")
                                + output("fee")
                                + rule("r1", "true", "-", 1)),
                "id='f2'");
        assertThat(shape(decided(false))).isEqualTo(shape(decided(true))).doesNotContain("\"rules\":");
    }

    @Test
    void anAggregateIsToldWithoutWhatEachRowAdds() throws Exception {
        deploy(
                table(
                        "hitPolicy='COLLECT' aggregation='SUM'",
                        input("i1", "amount", "amount")
                                + input("i2", "open", "open")
                                + output("points")
                                + rule("r1", "&gt; 5", "-", 30)
                                + rule("r2", "-", "true", 10)),
                "id='f2'");
        assertThat(decided(false).at("/decision/outputs").toString()).isEqualTo("{\"points\":40}");
    }

    @Test
    void aTableOfPublicFactsTellsItsRows() throws Exception {
        deploy(
                table(
                        "hitPolicy='FIRST'",
                        input("i1", "open", "open")
                                + input("i2", "barred", "barred")
                                + output("points")
                                + rule("r1", "false", "-", 1)
                                + rule("r2", "true", "-", 2)),
                "id='f2'");
        JsonNode decision = decided(true).get("decision");
        assertThat(decision.get("rules").toString()).isEqualTo("[\"r2\"]");
        assertThat(decision.at("/outputs/points").asInt()).isEqualTo(2);
    }

    @Test
    void inputsOfOneLabelAreToldApart() throws Exception {
        deploy(
                table(
                        "hitPolicy='FIRST'",
                        input("i1", "same", "open")
                                + input("i2", "same", "not(open)")
                                + output("fee")
                                + rule("r1", "-", "-", 1)),
                "id='f2'");
        assertThat(decided(true).at("/decision/inputs").toString()).isEqualTo("{\"i1\":true,\"i2\":false}");
    }

    @Test
    void aLiteralExpressionIsDecidedAndItsOutputCommittedTo() throws Exception {
        deploy(
                "<variable name='fee' typeRef='integer'/><literalExpression id='l'><text>amount * 2</text>"
                        + "</literalExpression>",
                "id='f2'");
        JsonNode decision = decided(true);
        assertThat(decision.get("decision").has("rules")).isFalse();
        assertThat(decision.at("/decision/outputs").toString()).isEqualTo("{}");
        assertThat(decision.get("set").toString()).contains("outputs.fee");
    }

    @Test
    void aFlowWithoutAnIdStopsNoCase() throws Exception {
        deploy(
                "<variable name='fee' typeRef='integer'/><literalExpression id='l'><text>amount</text>"
                        + "</literalExpression>",
                "");
        assertThat(decided(true).get("decision").get("key").asText()).isEqualTo("d");
    }
}
