package org.chancery.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.chancery.engine.InMemoryLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.operaton.bpm.engine.delegate.JavaDelegate;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/** A record's transitions stand in the order in which they happened, each value with a commitment of its own. */
class TransitionOrderTest {

    private static final Instant BEGIN = Instant.parse("2026-11-23T01:00:00Z");

    private static final String PROCESS = """
            <definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'
              xmlns:camunda='http://camunda.org/schema/1.0/bpmn' targetNamespace='t' id='d'>
              <process id='p' isExecutable='true' camunda:historyTimeToLive='P1D'>
                <startEvent id='s'/><sequenceFlow id='f1' sourceRef='s' targetRef='w1'/>
                <serviceTask id='w1' camunda:delegateExpression='${first}'/>
                <sequenceFlow id='f2' sourceRef='w1' targetRef='w2'/>
                <serviceTask id='w2' camunda:delegateExpression='${second}'/>
                <sequenceFlow id='f3' sourceRef='w2' targetRef='e'/><endEvent id='e'/>
              </process>
            </definitions>""";

    private final InMemoryLedger ledger = new InMemoryLedger();
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(ledger, NodeDatabase.scratch());
        node.engine
                .getRepositoryService()
                .createDeployment()
                .addString("p.bpmn", PROCESS)
                .deploy();
        ClockUtil.setCurrentTime(Date.from(BEGIN));
    }

    @AfterEach
    void stop() {
        ClockUtil.reset();
        node.close();
    }

    private JsonNode run(JavaDelegate first, JavaDelegate second) throws Exception {
        node.configuration.getBeans().put("first", first);
        node.configuration.getBeans().put("second", second);
        node.engine.getRuntimeService().startProcessInstanceByKey("p", Map.of("x", 1, "y", 2));
        return new ObjectMapper()
                .readTree(ledger.leaf(ledger.head().size() - 1).publicPart())
                .get("transitions");
    }

    private static List<String> told(JsonNode transitions) {
        List<String> told = new ArrayList<>();
        for (JsonNode transition : transitions) {
            List<String> set = new ArrayList<>();
            transition.path("set").fieldNames().forEachRemaining(set::add);
            told.add(transition.get("type").asText() + " "
                    + transition.path("element").asText() + String.join(",", set)
                    + (transition.has("at") ? " at " + transition.get("at").asText() : ""));
        }
        return told;
    }

    @Test
    void valuesStandWhereTheyWereSet() throws Exception {
        JsonNode transitions = run(
                execution -> {
                    execution.setVariable("a", 1);
                    execution.setVariable("x", 3);
                    execution.setVariable("a", 2);
                },
                execution -> execution.setVariable("b", "text"));
        assertThat(told(transitions))
                .containsExactly(
                        "started p",
                        "variable x,y",
                        "passed s",
                        "passed w1",
                        "variable a,x",
                        "variable a",
                        "passed w2",
                        "variable b",
                        "passed e",
                        "completed p");
        List<String> commitments = new ArrayList<>();
        transitions.forEach(transition -> transition.path("set").forEach(value -> commitments.add(value.asText())));
        assertThat(commitments)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allSatisfy(one -> assertThat(one).matches("[-_0-9A-Za-z]{43}"));
    }

    @Test
    void workOfOverASecondTellsItsBeginWhatItSetAndItsEnd() throws Exception {
        JsonNode transitions = run(
                execution -> {
                    execution.setVariable("a", 1);
                    ClockUtil.setCurrentTime(Date.from(BEGIN.plusSeconds(5)));
                    execution.setVariable("b", 2);
                },
                execution -> {});
        String later = " at 2026-11-23T01:00:05Z";
        assertThat(told(transitions))
                .containsExactly(
                        "started p",
                        "variable x,y",
                        "passed s",
                        "started w1",
                        "variable a",
                        "variable b" + later,
                        "completed w1" + later,
                        "passed w2" + later,
                        "passed e" + later,
                        "completed p" + later);
        assertThat(transitions.get(6).get("flows").toString()).isEqualTo("[\"f2\"]");
    }
}
