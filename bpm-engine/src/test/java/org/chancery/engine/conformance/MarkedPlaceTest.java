package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two deviations of one code at one element in one entry are recorded each by itself. */
class MarkedPlaceTest {

    private static final String GROUND = "The approval was given on paper; the file holds it.";

    private final Findings findings = new Findings("c");
    private final CaseState state = new CaseState();

    private Finding deviation(int step, String input) {
        Finding found =
                new Finding(Finding.Kind.DEVIATION, "c", 3, step, "Decide", "input-differs", Map.of("input", input));
        findings.add(found);
        return found;
    }

    /** @param mark none, as in a record of before there were any, if it is empty */
    private void tell(long leaf, String type, String person, String mark, String more) throws Exception {
        String record = "{\"v\":3,\"id\":\"x\",\"kind\":\"business\",\"time\":\"2030-01-01T00:00:00Z\",\"case\":\"c\","
                + "\"actor\":{\"org\":\"audit\",\"key\":\"" + person + "\"},\"transitions\":[{\"type\":\"" + type
                + "\",\"of\":3,\"element\":\"Decide\",\"code\":\"input-differs\",\"role\":\"AUDITOR\",\"ground\":\""
                + GROUND + "\"" + (mark.isEmpty() ? "" : ",\"mark\":\"" + mark + "\"") + more + "}]}";
        PublicRecord read = PublicRecord.read(leaf, record.getBytes(StandardCharsets.UTF_8));
        new Recordings(state, findings, Long.MAX_VALUE).judge(read.steps().getFirst());
    }

    private boolean isOpen(Finding deviation) {
        return findings.all().stream().noneMatch(one -> one.records(deviation));
    }

    /** Records name deviations by their marks: these must never change. */
    @Test
    void marksAreAFormat() {
        assertThat(marked(0, Map.of())).isEqualTo("r5cFdqWsd75RngSVdcqytd3jJy_Qc47x2TKYeuUatx0");
        assertThat(marked(-1, Map.of("open", "a, b"))).isEqualTo("WhwMwsnBo5Tz6GT0r1TG-MpBvhhRpsEk9OuJEyS_moI");
        assertThat(marked(2, Map.of("told", "山", "expected", "x")))
                .isEqualTo("WCxa3Jn4zbnvMVHNBoLeJNjyhKHkVXa39fbSZW25QJk");
        assertThat(marked(2, Map.of("a", "b\nc=d"))).isNotEqualTo(marked(2, Map.of("a", "b", "c", "d")));
    }

    private static String marked(int step, Map<String, String> details) {
        return new Finding(Finding.Kind.DEVIATION, "c", 3, step, "Decide", "x", details).mark();
    }

    @Test
    void eachHasItsOwnGround() throws Exception {
        Finding one = deviation(0, "age");
        Finding other = deviation(0, "capital");
        Finding later = deviation(1, "age");
        assertThat(one.mark()).hasSize(43).isNotEqualTo(other.mark()).isNotEqualTo(later.mark());
        tell(4, "deviation-proposed", "a", one.mark(), "");
        tell(5, "deviation-recorded", "b", one.mark(), ",\"proposal\":4");
        assertThat(isOpen(one)).isFalse();
        assertThat(isOpen(other)).isTrue();
        assertThat(isOpen(later)).isTrue();
        tell(6, "deviation-recorded", "b", other.mark(), ",\"proposal\":4");
        assertThat(findings.all().getLast().code())
                .as("a ground for another one")
                .isEqualTo("record-unproposed");
        tell(7, "deviation-proposed", "a", other.mark(), "");
        tell(8, "deviation-recorded", "b", other.mark(), ",\"proposal\":7");
        assertThat(isOpen(other)).isFalse();
        assertThat(isOpen(later)).isTrue();
    }

    @Test
    void whatWasRecordedBeforeThereWereMarksHoldsForAllOfThePlace() throws Exception {
        Finding one = deviation(0, "age");
        Finding other = deviation(0, "capital");
        tell(4, "deviation-proposed", "a", "", "");
        tell(5, "deviation-recorded", "b", "", ",\"proposal\":4");
        assertThat(isOpen(one)).isFalse();
        assertThat(isOpen(other)).isFalse();
    }
}
