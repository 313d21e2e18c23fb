package org.chancery.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

class AccessTest {

    private static final PasswordEncoder ENCODER = new Argon2PasswordEncoder(16, 32, 1, 1024, 1);

    @TempDir
    Path data;

    private Instant now = Instant.parse("2026-11-23T01:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @Test
    void accountsOutliveTheProcessAndOnlyTheirOwnerReadsThem() throws Exception {
        Accounts accounts = new Accounts(data);
        DemoAccounts.ensure(accounts, ENCODER);
        String pseudonym = accounts.byName("founder").orElseThrow().personId();

        Accounts again = new Accounts(data);
        DemoAccounts.ensure(again, ENCODER);
        assertThat(again.byName(" Founder ").orElseThrow().personId()).isEqualTo(pseudonym);
        assertThat(again.byPerson(pseudonym)).isPresent();
        Path file = data.resolve("accounts.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain(DemoAccounts.PASSWORD);
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Files.writeString(data.resolve("accounts.json"), "[{\"username\":");
        assertThatThrownBy(() -> new Accounts(data))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("accounts.json");
    }

    @Test
    void tooManyWrongPasswordsBlockTheNameForAWhileEvenWithTheRightOne() {
        PasswordCheck check = check();
        for (int i = 0; i < LoginThrottle.TRIES; i++) {
            assertThatThrownBy(() -> enter(check, "tax", "guess")).isInstanceOf(BadCredentialsException.class);
        }
        assertThatThrownBy(() -> enter(check, "TAX", DemoAccounts.PASSWORD)).isInstanceOf(LockedException.class);
        enter(check, "bank", DemoAccounts.PASSWORD);

        now = now.plus(LoginThrottle.WINDOW).plus(Duration.ofSeconds(1));
        assertThat(enter(check, "tax", DemoAccounts.PASSWORD).getAuthorities())
                .extracting(Object::toString)
                .containsExactly("ROLE_CLERK");
    }

    @Test
    void anUnknownNameIsToldNothingElse() {
        PasswordCheck check = check();
        assertThatThrownBy(() -> enter(check, "nobody", "nobody")).isInstanceOf(BadCredentialsException.class);
    }

    private PasswordCheck check() {
        Accounts accounts = new Accounts(data);
        DemoAccounts.ensure(accounts, ENCODER);
        return new PasswordCheck(accounts, ENCODER, new LoginThrottle(clock));
    }

    private static org.springframework.security.core.Authentication enter(
            PasswordCheck check, String name, String password) {
        return check.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, password));
    }
}
