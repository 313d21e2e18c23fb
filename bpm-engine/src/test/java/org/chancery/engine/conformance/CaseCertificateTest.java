package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CaseCertificateTest {

    private static CaseJudgement judgement(Optional<Instant> ended, List<Finding> findings) {
        return new CaseJudgement("case", Optional.of(new ModelRef("est", 3, "hash")), 5, 9, 21, ended, findings);
    }

    private static String statement(List<Finding> findings) {
        CaseJudgement judgement = judgement(Optional.of(Instant.parse("2026-11-23T08:00:00Z")), findings);
        return new String(
                CaseCertificate.of("log.example", 10, "root", judgement)
                        .orElseThrow()
                        .statement(),
                StandardCharsets.UTF_8);
    }

    @Test
    void saysThatACaseFollowedItsModel() {
        assertThat(statement(List.of()))
                .isEqualTo("{\"case\":\"case\",\"deviations\":[],\"ended\":\"2026-11-23T08:00:00Z\",\"first\":5,"
                        + "\"last\":9,\"model\":\"hash\",\"notJudged\":[],\"origin\":\"log.example\",\"process\":\"est\","
                        + "\"root\":\"root\",\"size\":10,\"steps\":21,\"type\":\"case-certificate\",\"v\":1,"
                        + "\"verdict\":\"followed\",\"version\":3}");
    }

    @Test
    void saysWhereItDidNotAndWhatCouldNotBeJudged() {
        Finding deviation = new Finding(
                Finding.Kind.DEVIATION, "case", 7, 2, "decided", "wrong-flow", Map.of("taken", "a", "expected", "b"));
        Finding unjudged =
                new Finding(Finding.Kind.NOT_JUDGED, "case", 6, 1, "check", "withheld", Map.of("facts", "x"));
        assertThat(statement(List.of(unjudged))).contains("\"verdict\":\"not-judged\"");
        assertThat(statement(List.of(unjudged, deviation)))
                .contains(
                        "\"verdict\":\"deviated\"",
                        "\"deviations\":[{\"code\":\"wrong-flow\",\"details\":{\"expected\":\"b\",\"taken\":\"a\"},"
                                + "\"element\":\"decided\",\"leaf\":7,\"reason\":\"From decided the case took a;"
                                + " the facts lead to b.\",\"step\":2}]");
    }

    @Test
    void noneIsDueBeforeTheEndAndNoneSpeaksForATreeWithoutTheCase() {
        CaseJudgement open = judgement(Optional.empty(), List.of());
        assertThat(CaseCertificate.of("log.example", 10, "root", open)).isEmpty();
        CaseJudgement ended = judgement(Optional.of(Instant.EPOCH), List.of());
        assertThatThrownBy(() -> CaseCertificate.of("log.example", 9, "root", ended))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
