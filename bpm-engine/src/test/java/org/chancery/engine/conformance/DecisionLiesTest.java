package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Decisions are evaluated again: an honest one is lawful, a flipped one is named with what the table gives. */
class DecisionLiesTest {

    private static final String MODEL = """
            start s
            rule d decision=%s into=fee
            exclusive g
            end big
            end small
            s -> d
            d -> g
            g -> big : fee > 10
            g => small
            """;

    private static Office office;

    @BeforeAll
    static void open() throws Exception {
        office = new Office();
        office.deploy("points.dmn", dmn("points", "hitPolicy='COLLECT' aggregation='SUM'"));
        office.deploy("first.dmn", dmn("first", "hitPolicy='FIRST'"));
        office.deploy("two.bpmn", Sketch.of("two", "x, y, fee", MODEL.formatted("points")));
        office.deploy("one.bpmn", Sketch.of("one", "x, y, fee", MODEL.formatted("first")));
        office.deploy("hidden.bpmn", Sketch.of("hidden", "x, fee", MODEL.formatted("first")));
    }

    @AfterAll
    static void close() {
        office.close();
    }

    static String dmn(String id, String policy) {
        return "<definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'"
                + " xmlns:camunda='http://camunda.org/schema/1.0/dmn' id='drd' name='drd' namespace='n'>"
                + "<decision id='" + id + "' name='" + id + "' camunda:historyTimeToLive='P1D'>"
                + "<decisionTable id='t' " + policy + ">" + input("x") + input("y")
                + "<output id='o' name='points' typeRef='integer'/>" + rule("r1", "&gt; 5", "-", 30)
                + rule("r2", "-", "true", 10) + rule("r3", "-", "-", 1) + "</decisionTable></decision></definitions>";
    }

    private static String input(String name) {
        return "<input id='i" + name + "' label='" + name + "'><inputExpression id='e" + name + "'><text>" + name
                + "</text></inputExpression></input>";
    }

    private static String rule(String id, String x, String y, int points) {
        return "<rule id='" + id + "'><inputEntry id='x" + id + "'><text>" + x + "</text></inputEntry><inputEntry id='y"
                + id + "'><text>" + y + "</text></inputEntry><outputEntry id='o" + id + "'><text>" + points
                + "</text></outputEntry></rule>";
    }

    private static CaseJudgement judged(String process, Map<String, Object> given, String lie) throws IOException {
        List<Leaf> before = office.all();
        Forger forger = new Forger(office.run(process, given));
        if (!lie.isEmpty()) {
            forger.change(lie);
        }
        return ConstructsTest.judge(office, before, forger.written());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({"one, 7, true", "one, 1, true", "one, 1, false", "two, 7, true", "two, 1, true", "two, 1, false"})
    void whatTheTableGaveIsLawful(String process, int x, boolean y) throws IOException {
        CaseJudgement judged = judged(process, Map.of("x", x, "y", y), "");
        assertThat(judged.findings()).isEmpty();
        assertThat(judged.ended()).isPresent();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "one | decided d rules r2 | rows-differ | r2 | r1",
                "one | decided d outputs points 10 | output-differs | 10 | 30",
                "one | decided d inputs x 3 | input-differs | 3 | 7",
                "one | told fee 1; fact g fee 1; flows g g-small; rename big small | result-differs | 1 | 30",
                "one | drop decision d | decision-missing | - | -",
                "two | decided d rules r1 | rows-differ | r1 | r1, r2, r3",
                "two | told fee 30; fact g fee 30 | result-differs | 30 | 41"
            })
    void aFlippedDecisionIsNamed(String process, String lie, String code, String told, String expected)
            throws IOException {
        CaseJudgement judged = judged(process, Map.of("x", 7, "y", true), lie);
        assertThat(judged.deviations()).as("%s", judged.findings()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.element()).isEqualTo("d");
            if (!told.equals("-")) {
                assertThat(finding.details()).containsEntry("told", told).containsEntry("expected", expected);
            }
        });
    }

    /** A row that certainly does not apply is found out even if another input is withheld. */
    @Test
    void aWithheldInputIsNotJudgedUnlessTheLieShowsAnyhow() throws IOException {
        Map<String, Object> given = Map.of("x", 1, "y", false);
        assertThat(judged("hidden", given, "").verdict()).isEqualTo(CaseJudgement.Verdict.NOT_JUDGED);
        assertThat(judged("hidden", given, "decided d inputs y false").verdict())
                .as("an input that nothing told before proves")
                .isEqualTo(CaseJudgement.Verdict.NOT_JUDGED);
        CaseJudgement lied = judged("hidden", given, "decided d rules r1");
        assertThat(lied.deviations())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo("rows-differ"));
    }
}
