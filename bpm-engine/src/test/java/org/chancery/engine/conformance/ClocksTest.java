package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When timers may fire, how often, and from when on they run, whatever a record says of its own time. */
class ClocksTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T08:00:00Z");

    private final Findings findings = new Findings("c1");
    private final Clocks clocks = new Clocks(new Feel(), findings);

    private static Scope scope(String timer) {
        byte[] bpmn = Sketch.of("p", "", """
                start s
                user a
                boundary t on=a non cycle=%s
                end e
                end e2
                s -> a
                a -> e
                t -> e2
                """.formatted(timer)).getBytes(StandardCharsets.UTF_8);
        ProcessModel model = ModelReader.read(bpmn).get("p");
        return new Scope("", Optional.empty(), model.process(), false, model, new ModelRef("p", 1, "x"), BEGIN);
    }

    private static Step at(long leaf, Instant at, Instant recorded) {
        return new Step(
                leaf,
                0,
                at,
                recorded,
                "passed",
                "c1",
                "t",
                "",
                "",
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty(),
                Map.of());
    }

    private static Step at(Duration after) {
        return at(after.toSeconds(), BEGIN.plus(after), BEGIN.plus(after));
    }

    private void fires(String timer, Duration after, int time) {
        Scope scope = scope(timer);
        clocks.check(at(after), scope.model.node("t").orElseThrow(), BEGIN, scope, time);
    }

    private boolean mayFire(String timer, int time) {
        Scope scope = scope(timer);
        return clocks.mayCome(scope.model.node("t").orElseThrow(), scope, time);
    }

    @Test
    void eachTimeItsPeriodMustHavePassedOnceMore() {
        fires("R/PT1H", Duration.ofHours(1), 1);
        fires("R/PT1H", Duration.ofHours(2), 2);
        assertThat(findings.all()).isEmpty();
        fires("R/PT1H", Duration.ofHours(2), 3);
        assertThat(findings.all()).extracting(Finding::code).containsExactly("too-early");
    }

    @Test
    void itFiresAsOftenAsItRepeats() {
        assertThat(mayFire("R/PT1H", 1_000)).isTrue();
        assertThat(mayFire("R2/PT1H", 2)).isTrue();
        assertThat(mayFire("R2/PT1H", 3)).isFalse();
        assertThat(mayFire("PT1H", 1)).isTrue();
        assertThat(mayFire("PT1H", 2)).isFalse();
        assertThat(mayFire("2026-12-01T00:00:00Z", 2)).isFalse();
    }

    @Test
    void whoeverDatesARecordAheadIsFoundOutByTheNext() {
        fires("R/P10D", Duration.ofDays(10), 1);
        assertThat(findings.all()).isEmpty();
        clocks.passes(at(Duration.ofDays(10)));
        assertThat(findings.all()).isEmpty();
        clocks.passes(at(Duration.ofDays(1)));
        clocks.passes(at(Duration.ofDays(2)));
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("too-early");
            assertThat(finding.leaf()).isEqualTo(Duration.ofDays(1).toSeconds());
            assertThat(finding.element()).isEqualTo("t");
        });
    }

    @Test
    void aTimerDoesNotRunFromLongBeforeItsRecord() {
        Instant recorded = BEGIN.plus(Duration.ofDays(20));
        assertThat(at(1, recorded.minusSeconds(300), recorded).begun()).isEqualTo(recorded.minusSeconds(300));
        assertThat(at(1, BEGIN, recorded).begun()).isEqualTo(recorded);
    }

    @Test
    void aRecordThatIsAntedatedCountsFromWhatTheLogHadTold() {
        LedgerTimes times = new LedgerTimes();
        Instant now = BEGIN.plus(Duration.ofDays(20));
        for (int leaf = 0; leaf < 9; leaf++) {
            times.told(leaf, now.plusSeconds(leaf));
        }
        times.told(9, BEGIN); // a lie
        times.told(10, Instant.parse("2099-01-01T00:00:00Z")); // another
        times.told(11, now.plusSeconds(11));
        assertThat(times.of(at(9, BEGIN, BEGIN)).begun()).isBetween(now.minus(Step.LONGEST), now);
        assertThat(times.of(at(11, now.plusSeconds(11), now.plusSeconds(11))).begun())
                .as("neither lie moves what others say")
                .isEqualTo(now.plusSeconds(11));

        LedgerTimes again = new LedgerTimes();
        PackedOut kept = new PackedOut();
        times.write(kept);
        again.read(new PackedIn(kept.bytes()));
        assertThat(again.of(at(9, BEGIN, BEGIN))).isEqualTo(times.of(at(9, BEGIN, BEGIN)));
        again.told(12, BEGIN);
        assertThat(again.of(at(12, BEGIN, BEGIN)).recorded()).isAfter(BEGIN);
        assertThat(again.newest()).isEqualTo(Instant.parse("2099-01-01T00:00:00Z"));
    }
}
