package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was computed lately is not computed again, and never taken for the answer to another question. */
class FeelTest {

    private final Feel feel = new Feel();

    private static Facts facts(Map<String, Object> values) {
        return Facts.of(values, Set.of("x", "y", "open"));
    }

    /** A model asks what it likes: no judge is kept busy for ever, or its memory filled, by one expression. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "count(for i in 1..1000000000 return i) > 0",
                "some i in 1..1000000000 satisfies i < 0",
                "9 ** 999999 > 1",
                "matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\", \"(a+)+$\")",
                "[1, 2][item > 1] = [2]",
                "{a: [1, 1], b: concatenate(a, a)}.b = null",
                "(function(x) x)(1) = 1",
                "floor(number(\"1e999999999\")) > 1"
            })
    void whatMayTakeForEverIsNotJudged(String text) {
        assertThat(feel.evaluate(text, facts(Map.of())).reason()).isEqualTo("language");
        assertThat(feel.test(text, 1, facts(Map.of())).known()).isFalse();
    }

    @Test
    void whatIsNestedIsReadInTimeOrNotAtAll() {
        for (String pair : List.of("()", "[]", "{}")) {
            for (int depth : new int[] {3, 12, 13, 2_000}) {
                String text = pair.substring(0, 1).repeat(depth) + "1"
                        + pair.substring(1).repeat(depth);
                String hidden = (pair.charAt(0) + "\")\" + ").repeat(depth) + "1"
                        + pair.substring(1).repeat(depth);
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                    feel.evaluate(text, facts(Map.of()));
                    feel.evaluate(hidden, facts(Map.of()));
                });
            }
        }
        assertThat(value("((x + 1)) * 2", Map.of("x", 1)).toString()).isEqualTo("4");
        assertThat(value("[x, 7][1] = x and not(contains(\"((((((((((((((\", \"x\"))", Map.of("x", 1)))
                .isEqualTo(true);
        assertThat(feel.evaluate("1 /* \" */ + 1", facts(Map.of())).known()).isFalse();
    }

    /** What one decision answers is given to the next one in its file, so nothing may grow on the way. */
    @ParameterizedTest
    @ValueSource(ints = {2, 200, 500})
    void whatGrowsFromDecisionToDecisionIsNotJudged(int times) {
        String joined = String.join(" + ", Collections.nCopies(times, "x"));
        String multiplied = String.join(" * ", Collections.nCopies(times, "x"));
        String listed = "[" + String.join(", ", Collections.nCopies(times, "x")) + "]";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertThat(grown(joined, "ten letters")).isLessThan(15);
            assertThat(grown(multiplied, new BigDecimal("1e400"))).isLessThan(15);
            assertThat(grown(listed, BigDecimal.ONE)).isLessThan(15);
        });
    }

    /** @return how many decisions after one another were computed */
    private int grown(String text, Object first) {
        Truth last = Truth.of(first);
        int decisions = 0;
        while (last.known() && last.value() != null && decisions < 30) {
            last = feel.evaluate(text, facts(Map.of("x", last.value())));
            decisions++;
        }
        return decisions;
    }

    @Test
    void whatIsShownOfAValueIsShort() {
        assertThat(Values.show(new BigDecimal("1e1000000000"))).isEqualTo("1E+1000000000");
        assertThat(Values.show(new BigDecimal("12.50"))).isEqualTo("12.5");
        String shown = Values.show("a".repeat(399) + "\ud83d\ude00" + "b".repeat(9));
        assertThat(shown).isEqualTo("a".repeat(399) + "…");
    }

    private Object value(String text, Map<String, Object> values) {
        Truth truth = feel.evaluate(text, facts(values));
        assertThat(truth.known()).as(text + " of " + values).isTrue();
        return truth.value();
    }

    @Test
    void otherValuesAreOtherQuestions() {
        for (int round = 0; round < 2; round++) {
            assertThat(value("x > 3", Map.of("x", 4))).isEqualTo(true);
            assertThat(value("x > 3", Map.of("x", 3))).isEqualTo(false);
            assertThat(value("x > 3", Map.of("x", new BigDecimal("3.01")))).isEqualTo(true);
            assertThat(value("x = \"4\"", Map.of("x", "4"))).isEqualTo(true);
            assertThat(value("x = \"4\"", Map.of("x", "5"))).isEqualTo(false);
            assertThat(value("x = null", Map.of("y", 1))).isEqualTo(true);
            assertThat(value("x = null", Map.of("x", 1))).isEqualTo(false);
            assertThat(value("if x > y then \"a\" else \"b\"", Map.of("x", 2, "y", 1)))
                    .isEqualTo("a");
            assertThat(value("if x > y then \"a\" else \"b\"", Map.of("x", 1, "y", 2)))
                    .isEqualTo("b");
        }
    }

    @Test
    void anExpressionAndATestOfTheSameTextAreTwoQuestions() {
        for (int round = 0; round < 2; round++) {
            assertThat(feel.test("x", 4, facts(Map.of("x", 4))).value()).isEqualTo(true);
            assertThat(feel.test("x", 5, facts(Map.of("x", 4))).value()).isEqualTo(false);
            assertThat(feel.test("-", 5, facts(Map.of())).value()).isEqualTo(true);
            assertThat(value("x", Map.of("x", 4)).toString()).isEqualTo("4");
        }
    }

    @Test
    void whatIsWithheldNowIsNotAnsweredFromWhatWasToldBefore() {
        Map<String, Object> told = new HashMap<>(Map.of("secret", 1));
        assertThat(feel.evaluate("secret = 1", facts(told)).yes()).isTrue();
        assertThat(feel.evaluate("secret = 1", facts(Map.of())).known()).isFalse();
        assertThat(feel.evaluate("secret = 1", facts(told)).yes()).isTrue();
    }

    /** A judge that answered would contradict itself when it follows the case again. */
    @Test
    void whatAnswersOtherwiseEachTimeIsNotJudged() {
        assertThat(feel.evaluate("today() > date(\"2026-01-01\")", facts(Map.of()))
                        .known())
                .isFalse();
        assertThat(feel.evaluate("random number() < 2", facts(Map.of())).known())
                .isFalse();
        assertThat(value("x = \"now\"", Map.of("x", "now"))).isEqualTo(true);
    }
}
