package org.chancery.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StrangersPaceTest {

    private Instant now = Instant.parse("2026-11-23T01:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @Test
    void whoAskedLongestAgoIsForgottenFirst() {
        StrangersPace pace = new StrangersPace(1, 1, clock, 2);
        assertThat(pace.ask("a")).isEmpty();
        assertThat(pace.ask("b")).isEmpty();
        assertThat(pace.ask("a")).isPresent();
        assertThat(pace.ask("c")).isEmpty();
        assertThat(pace.ask("b")).as("still known").isPresent();
        assertThat(pace.ask("c")).isPresent();
        assertThat(pace.ask("a")).as("forgotten").isEmpty();
    }

    @Test
    void aClockThatIsPutBackKeepsNobodyOut() {
        StrangersPace pace = new StrangersPace(2, 60, clock);
        assertThat(pace.ask("a")).isEmpty();
        assertThat(pace.ask("a")).isEmpty();
        now = now.minus(Duration.ofDays(1));
        assertThat(pace.ask("a")).as("all it had").isEmpty();
        assertThat(pace.ask("a")).isEmpty();
        assertThat(pace.ask("a")).contains(Duration.ofSeconds(1));
    }

    @Test
    void overALongTimeItIsTheSteadyRate() {
        StrangersPace pace = new StrangersPace(5, 30, clock);
        int passed = 0;
        for (int i = 0; i < 600; i++) {
            passed += pace.ask("192.0.2.1").isEmpty() ? 1 : 0;
            now = now.plusMillis(100);
        }
        assertThat(passed).isEqualTo(5 + 29);
    }
}
