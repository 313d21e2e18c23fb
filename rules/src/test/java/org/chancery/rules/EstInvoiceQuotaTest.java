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

    private static Map<String, Object> facts(String taxpayerClass, int staff, String capital, long neighbours) {
        return Map.of(
                "taxpayerClass", taxpayerClass,
                "staffExpected", staff,
                "registeredCapital", capital,
                "companiesAtAddress", neighbours);
    }

    @ParameterizedTest
    @CsvSource({
        "general, 8, 1000000.00, 0, auto, 25, 100000, general-low",
        "general, 8, 1000000.00, 3, auto, 10, 10000, general-medium",
        "general, 0, 9000000.00, 3, manual, 0, 0, general-high",
        "small, 8, 1000000.00, 0, auto, 50, 100000, small-low",
        "small, 2, 5000000.01, 1, auto, 25, 10000, small-medium",
        "small, 0, 1000000.00, 10, manual, 0, 0, small-high"
    })
    void givesTheQuotaOfTheTable(
            String taxpayerClass,
            int staff,
            String capital,
            long neighbours,
            String mode,
            int invoices,
            int amount,
            String row) {
        List<Map<String, Object>> answers = quota.decide(facts(taxpayerClass, staff, capital, neighbours));
        assertThat(answers).hasSize(1);
        assertThat(answers.getFirst())
                .containsEntry("mode", mode)
                .containsEntry("monthlyInvoices", invoices)
                .containsEntry("maxAmount", amount);
        assertThat(quota.hits()).containsExactly(row);
    }

    /** No gap at the borders of any input, the score stays in 0–100, every row is reachable. */
    @Test
    void everyCombinationHasOneAnswer() {
        Set<String> quotaRows = new HashSet<>();
        Set<String> riskRows = new HashSet<>();
        for (String taxpayerClass : List.of("general", "small")) {
            for (int staff : new int[] {0, 1, 2, 3, 1000}) {
                for (String capital : List.of("0.00", "5000000", "5000000.01", "999999999999.99")) {
                    for (long neighbours : new long[] {0, 1, 2, 3, 9, 10, 5000}) {
                        Map<String, Object> facts = facts(taxpayerClass, staff, capital, neighbours);
                        assertThat(quota.decide(facts)).as("%s", facts).hasSize(1);
                        quotaRows.addAll(quota.hits());
                        int score = (int) risk.decide(facts).getFirst().get("riskScore");
                        assertThat(score)
                                .as("%s", facts)
                                .isBetween(0, 100)
                                .isEqualTo(plainReading(staff, capital, neighbours));
                        riskRows.addAll(risk.hits());
                    }
                }
            }
        }
        assertThat(quotaRows).hasSize(6);
        assertThat(riskRows).hasSize(6);
    }

    private static int plainReading(int staff, String capital, long neighbours) {
        int score = 10;
        if (staff == 0) {
            score += 20;
        }
        if (staff < 3 && Double.parseDouble(capital) > 5_000_000) {
            score += 20;
        }
        if (neighbours >= 10) {
            return score + 50;
        }
        if (neighbours >= 3) {
            return score + 30;
        }
        return neighbours >= 1 ? score + 10 : score;
    }
}
