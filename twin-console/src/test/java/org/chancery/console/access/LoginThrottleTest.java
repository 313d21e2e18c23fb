package org.chancery.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.chancery.console.access.LoginThrottle.Block;
import org.chancery.console.access.LoginThrottle.Scope;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private Instant now = Instant.parse("2026-11-23T01:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void guessingFromOnePlaceLocksNobodyOutElsewhere() {
        fail("tax", "192.0.2.1", LoginThrottle.TRIES);
        assertThat(scope("TAX ", "192.0.2.1")).contains(Scope.HERE);
        assertThat(scope("tax", "192.0.2.2")).isEmpty();
        assertThat(scope("seal", "192.0.2.1")).isEmpty();
    }

    @Test
    void guessingAtOneNameFromManyPlacesSparesWhoSignedInBefore() {
        throttle.admit("tax", "office");
        throttle.succeeded("tax", "office");
        for (int i = 0; i < LoginThrottle.NAME_TRIES; i++) {
            fail("tax", "192.0.2." + i, 1);
        }
        assertThat(scope("tax", "192.0.2.200")).contains(Scope.NAME);
        assertThat(scope("tax", "office")).isEmpty();
        fail("tax", "office", LoginThrottle.TRIES);
        assertThat(scope("tax", "office")).contains(Scope.HERE);
        assertThat(scope("seal", "192.0.2.200")).isEmpty();
    }

    @Test
    void aPlaceThatTriesManyNamesIsStoppedWhetherTheyExistOrNot() {
        throttle.admit("tax", "192.0.2.1");
        throttle.succeeded("tax", "192.0.2.1");
        for (int i = 0; i < LoginThrottle.NETWORK_TRIES; i++) {
            fail("made-up-" + i, "192.0.2.1", 1);
        }
        assertThat(scope("another", "192.0.2.1")).contains(Scope.NETWORK);
        assertThat(scope("seal", "192.0.2.1")).contains(Scope.NETWORK);
        assertThat(scope("tax", "192.0.2.1")).isEmpty();
        assertThat(scope("another", "192.0.2.2")).isEmpty();
    }

    @Test
    void oneAccountOfOnesOwnBuysNoFurtherGuesses() {
        for (int i = 0; i < LoginThrottle.NETWORK_TRIES; i++) {
            fail("name-" + i, "192.0.2.1", 1);
            throttle.admit("mine", "192.0.2.1");
            throttle.succeeded("mine", "192.0.2.1");
        }
        assertThat(scope("name", "192.0.2.1")).contains(Scope.NETWORK);
    }

    @Test
    void itSaysHowLongAndEndsThen() {
        fail("tax", "192.0.2.1", 1);
        now = now.plusSeconds(90);
        fail("tax", "192.0.2.1", LoginThrottle.TRIES - 1);
        Block block = throttle.block("tax", "192.0.2.1").orElseThrow();
        assertThat(block.left()).isEqualTo(LoginThrottle.WINDOW.minusSeconds(90));
        assertThat(block.minutes()).isEqualTo(4);
        assertThat(block.seconds()).isEqualTo(210);
        now = now.plus(block.left()).plusMillis(1);
        assertThat(throttle.admit("tax", "192.0.2.1")).isEmpty();
        assertThat(scope("tax", "192.0.2.1")).contains(Scope.HERE);
        now = now.minus(Duration.ofDays(1)); // somebody put the clock back
        assertThat(scope("tax", "192.0.2.1")).isEmpty();
    }

    @Test
    void madeUpKeysFillNoMemory() {
        Tally tally = new Tally(3, Duration.ofMinutes(5), 2);
        tally.count("oldest", now);
        tally.count("other", now);
        for (int i = 0; i < 3; i++) {
            tally.count("latest", now);
        }
        assertThat(tally.size()).isEqualTo(2);
        assertThat(tally.wait("latest", now)).contains(Duration.ofMinutes(5));
        now = now.plus(Duration.ofMinutes(6));
        tally.count("new", now);
        assertThat(tally.size()).as("what is past is dropped").isEqualTo(1);
    }

    @Test
    void aNetworkIsWhatOneLineHas() {
        assertThat(ClientNetwork.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientNetwork.of("2001:db8:1:2::3")).isEqualTo(ClientNetwork.of("2001:db8:1:2:ffff::9%eth0"));
        assertThat(ClientNetwork.of("2001:db8:1:2::3")).isNotEqualTo(ClientNetwork.of("2001:db8:1:3::3"));
        assertThat(ClientNetwork.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientNetwork.of("beef:host.example")).isEqualTo("beef:host.example");
        assertThat(ClientNetwork.of("x".repeat(9_000) + " y"))
                .hasSizeLessThan(50)
                .doesNotContain(" ");
    }

    private void fail(String name, String network, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(throttle.admit(name, network)).isEmpty();
        }
    }

    private Optional<Scope> scope(String name, String network) {
        return throttle.block(name, network).map(Block::scope);
    }
}
