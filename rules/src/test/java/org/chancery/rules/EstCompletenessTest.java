package org.chancery.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstCompletenessTest {

    private static final List<String> FACTS = List.of(
            "representativeEligible",
            "identitiesConfirmed",
            "shareholderCodesValid",
            "nameFree",
            "addressKnown",
            "preLicenceMissing");

    private static final Set<String> BAD_WHEN_TRUE = Set.of("preLicenceMissing");

    private final Decisions table = new Decisions("est-completeness.dmn", "est-completeness");

    private static Map<String, Object> good(int rounds) {
        Map<String, Object> facts = new HashMap<>();
        FACTS.forEach(fact -> facts.put(fact, !BAD_WHEN_TRUE.contains(fact)));
        facts.put("supplementRounds", rounds);
        return facts;
    }

    @ParameterizedTest(name = "{0} wrong, {1} supplements: {2} {3}")
    @CsvSource({
        "representativeEligible, 0, refuse, REPRESENTATIVE, representative-ineligible",
        "identitiesConfirmed, 0, supplement, IDENTITY, identity-first",
        "identitiesConfirmed, 1, refuse, IDENTITY, identity-again",
        "shareholderCodesValid, 0, supplement, SHAREHOLDER_CODE, shareholder-code-first",
        "shareholderCodesValid, 1, refuse, SHAREHOLDER_CODE, shareholder-code-again",
        "nameFree, 0, supplement, NAME_TAKEN, name-taken-first",
        "nameFree, 1, refuse, NAME_TAKEN, name-taken-again",
        "addressKnown, 0, supplement, ADDRESS_UNKNOWN, address-unknown-first",
        "addressKnown, 1, refuse, ADDRESS_UNKNOWN, address-unknown-again",
        "preLicenceMissing, 0, supplement, LICENCE_MISSING, licence-missing-first",
        "preLicenceMissing, 1, refuse, LICENCE_MISSING, licence-missing-again"
    })
    void oneDefectGivesItsOwnRow(String fact, int rounds, String outcome, String reason, String row) {
        Map<String, Object> facts = good(rounds);
        facts.put(fact, BAD_WHEN_TRUE.contains(fact));
        Map<String, Object> answer = table.decide(facts).getFirst();
        assertThat(answer).containsEntry("outcome", outcome).containsEntry("reason", reason);
        assertThat((String) answer.get("ground")).contains("市场主体登记管理条例", "条");
        assertThat(table.hits()).containsExactly(row);
    }

    @Test
    void nothingWrongIsAcceptedBeforeAndAfterASupplement() {
        for (int rounds = 0; rounds < 2; rounds++) {
            assertThat(table.decide(good(rounds)).getFirst()).containsEntry("outcome", "accept");
            assertThat(table.hits()).containsExactly("complete");
        }
    }

    /** No gap: each of the 2^6 · 2 combinations has exactly one answer, and it is the one a plain reading gives. */
    @Test
    void everyCombinationHasTheAnswerOfAPlainReading() {
        Set<String> rows = new HashSet<>();
        for (int bits = 0; bits < 1 << FACTS.size(); bits++) {
            for (int rounds = 0; rounds < 2; rounds++) {
                Map<String, Object> facts = new HashMap<>();
                for (int i = 0; i < FACTS.size(); i++) {
                    facts.put(FACTS.get(i), (bits >> i & 1) == 1);
                }
                facts.put("supplementRounds", rounds);
                List<Map<String, Object>> answers = table.decide(facts);
                assertThat(answers).as("%s", facts).hasSize(1);
                assertThat(answers.getFirst().get("outcome")).as("%s", facts).isEqualTo(plainReading(facts, rounds));
                rows.addAll(table.hits());
            }
        }
        assertThat(rows).as("every row is reachable").hasSize(12);
    }

    private static String plainReading(Map<String, Object> facts, int rounds) {
        if (!is(facts, "representativeEligible")) {
            return "refuse";
        }
        boolean defect = facts.entrySet().stream()
                .filter(fact -> fact.getValue() instanceof Boolean)
                .anyMatch(fact -> (boolean) fact.getValue() == BAD_WHEN_TRUE.contains(fact.getKey()));
        if (!defect) {
            return "accept";
        }
        return rounds == 0 ? "supplement" : "refuse";
    }

    private static boolean is(Map<String, Object> facts, String fact) {
        return (boolean) facts.get(fact);
    }

    /** A fact nobody established accepts nobody. */
    @Test
    void aMissingFactIsNeverAccepted() {
        for (String fact : FACTS) {
            Map<String, Object> facts = good(0);
            facts.put(fact, null);
            assertThat(table.decide(facts)).as(fact).noneMatch(answer -> "accept".equals(answer.get("outcome")));
        }
    }
}
