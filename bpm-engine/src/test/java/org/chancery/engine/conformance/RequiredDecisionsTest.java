package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a decision rests on is decided by the same file, in the same evaluation. */
class RequiredDecisionsTest {

    private static final String OLD = file(1);
    private static final String NEW = file(30);

    private static Office office;

    @BeforeAll
    static void open() throws Exception {
        office = new Office();
        office.deploy("grade.dmn", OLD);
        office.deploy("grade.dmn", NEW);
        office.deploy("graded.bpmn", Sketch.of("graded", "x, fee, risk, bonus", """
                start s
                rule d decision=grade into=fee
                exclusive g
                end big
                end small
                s -> d
                d -> g
                g -> big : fee > 10
                g => small
                """));
    }

    @AfterAll
    static void close() {
        office.close();
    }

    /** A grade that rests on the risk, a table, and on the bonus, an expression. */
    private static String file(int risk) {
        return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='grades' name='grades' namespace='n'>"
                + "<decision id='grade' name='grade' camunda:historyTimeToLive='P1D'>" + requires("risk")
                + requires("bonus") + "<decisionTable id='tgrade' hitPolicy='FIRST'>" + input("risk") + input("bonus")
                + "<output id='ograde' name='grade' typeRef='integer'/>" + row("high", "&gt; 20", 100)
                + row("low", "-", 5) + "</decisionTable></decision>"
                + "<decision id='risk' name='risk' camunda:historyTimeToLive='P1D'>"
                + "<decisionTable id='trisk' hitPolicy='FIRST'>" + input("x")
                + "<output id='orisk' name='risk' typeRef='integer'/><rule id='any'><inputEntry id='xany'><text>-</text>"
                + "</inputEntry><outputEntry id='oany'><text>" + risk
                + "</text></outputEntry></rule></decisionTable></decision>"
                + "<decision id='bonus' name='bonus' camunda:historyTimeToLive='P1D'><variable id='v' name='bonus'/>"
                + "<literalExpression id='l'><text>x + 1</text></literalExpression></decision></definitions>";
    }

    private static String requires(String decision) {
        return "<informationRequirement id='q" + decision + "'><requiredDecision href='#" + decision
                + "'/></informationRequirement>";
    }

    private static String input(String name) {
        return "<input id='i" + name + "' label='" + name + "'><inputExpression id='e" + name + "'><text>" + name
                + "</text></inputExpression></input>";
    }

    private static String row(String id, String risk, int grade) {
        return "<rule id='" + id + "'><inputEntry id='r" + id + "'><text>" + risk + "</text></inputEntry>"
                + "<inputEntry id='b" + id + "'><text>-</text></inputEntry><outputEntry id='o" + id + "'><text>" + grade
                + "</text></outputEntry></rule>";
    }

    private static CaseJudgement judged(Consumer<Forger> lie) throws IOException {
        List<Leaf> before = office.all();
        Forger forger = new Forger(office.run("graded", Map.of("x", 7)));
        lie.accept(forger);
        return ConstructsTest.judge(office, before, forger.written());
    }

    private static ObjectNode decision(Forger forger, String key) {
        return forger.decisions().stream()
                .filter(told -> told.get("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anHonestOneIsLawful() throws IOException {
        CaseJudgement judged = judged(forger -> {});
        assertThat(judged.findings()).isEmpty();
        assertThat(judged.ended()).isPresent();
    }

    /** Whoever told the risk by the table of before would choose the fee. */
    @Test
    void anOlderTableBelowANewOneIsAnotherDecision() throws IOException {
        String old = Library.hash(OLD.getBytes(StandardCharsets.UTF_8));
        CaseJudgement judged = judged(forger -> {
            ObjectNode risk = decision(forger, "risk");
            risk.put("version", 1).put("model", old);
            ((ObjectNode) risk.get("outputs")).put("risk", 1);
            ObjectNode grade = decision(forger, "grade");
            ((ObjectNode) grade.get("inputs")).put("risk", 1);
            grade.putArray("rules").add("low");
            ((ObjectNode) grade.get("outputs")).put("grade", 5);
            forger.change("told fee 5; fact g fee 5; flows g g-small; rename big small");
        });
        assertThat(judged.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("other-decision");
            assertThat(finding.element()).isEqualTo("d");
            assertThat(finding.details()).containsEntry("decision", "risk 1 " + old);
        });
    }

    @Test
    void oneThatIsNotToldIsMissing() throws IOException {
        for (String key : List.of("risk", "bonus")) {
            CaseJudgement judged = judged(forger -> forger.records()
                    .forEach(record -> record.get("transitions").elements().forEachRemaining(at -> {
                        if (at.path("decision").path("key").asText().equals(key)) {
                            ((ObjectNode) at).put("type", "status").remove("decision");
                        }
                    })));
            assertThat(judged.deviations())
                    .as(key)
                    .filteredOn(finding -> finding.code().equals("decision-missing"))
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.details()).containsEntry("decision", key));
        }
    }
}
