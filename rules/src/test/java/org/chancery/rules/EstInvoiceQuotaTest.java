package org.chancery.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstInvoiceQuotaTest {

    private final Decisions quota = new Decisions("est-invoice-quota.dmn", "est-invoice-quota");
    private final Decisions risk = new Decisions("est-invoice-quota.dmn", "est-invoice-risk");

    private static Map<String, Object> facts(String taxpayerClass, String staff, String capital, String address) {
        return Map.of(
                "taxpayerClass", taxpayerClass,
                "staffClass", staff,
                "capitalClass", capital,
                "addressClass", address);
    }

    @ParameterizedTest
    @CsvSource({
        "general, several, usual, own, auto, 25, 100000, general-low",
        "general, several, usual, crowded, auto, 10, 10000, general-medium",
        "general, none, large, crowded, manual, 0, 0, general-high",
        "small, several, usual, own, auto, 50, 100000, small-low",
        "small, few, large, shared, auto, 25, 10000, small-medium",
        "small, none, usual, mass, manual, 0, 0, small-high"
    })
    void givesTheQuotaOfTheTable(
            String taxpayerClass,
            String staff,
            String capital,
            String address,
            String mode,
            int invoices,
            int amount,
            String row) {
        List<Map<String, Object>> answers = quota.decide(facts(taxpayerClass, staff, capital, address));
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst())
                .containsEntry("mode", mode)
                .containsEntry("monthlyInvoices", invoices)
                .containsEntry("maxAmount", amount);
        assertThat(quota.hits()).containsExactly(row);
    }

    /** No gap for any class, the score stays in 0–100, every row is reachable. */
    @Test
    void everyCombinationHasOneAnswer() {
        Set<String> quotaRows = new HashSet<>();
        Set<String> riskRows = new HashSet<>();
        for (String taxpayerClass : List.of("general", "small")) {
            for (String staff : List.of("none", "few", "several")) {
                for (String capital : List.of("usual", "large")) {
                    for (String address : List.of("own", "shared", "crowded", "mass")) {
                        Map<String, Object> facts = facts(taxpayerClass, staff, capital, address);
                        assertThat(quota.decide(facts)).as("%s", facts).hasSize(1);
                        quotaRows.addAll(quota.hits());
                        int score = (int) risk.decide(facts).getFirst().get("riskScore");
                        assertThat(score)
                                .as("%s", facts)
                                .isBetween(0, 100)
                                .isEqualTo(plainReading(staff, capital, address));
                        riskRows.addAll(risk.hits());
                    }
                }
            }
        }
        assertThat(quotaRows).hasSize(6);
        assertThat(riskRows).hasSize(6);
    }

    private static int plainReading(String staff, String capital, String address) {
        int score = 10;
        if (staff.equals("none")) {
            score += 20;
        }
        if (!staff.equals("several") && capital.equals("large")) {
            score += 20;
        }
        return score
                + switch (address) {
                    case "mass" -> 50;
                    case "crowded" -> 30;
                    case "shared" -> 10;
                    default -> 0;
                };
    }
}
