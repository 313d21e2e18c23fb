package org.chancery.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

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
                .isInstanceOf(Accounts.Unusable.class)
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

    @Test
    void demoAccountsAreOfNoUseOutsideTheDemo() throws Exception {
        DemoAccounts.ensure(new Accounts(data), ENCODER);
        assertThatThrownBy(() -> enter(outsideTheDemo(), "admin", DemoAccounts.PASSWORD))
                .isInstanceOf(BadCredentialsException.class);

        Path file = data.resolve("accounts.json");
        String unmarked = Files.readString(file).replaceAll(",\\s*\"demo\" : true", "");
        assertThat(unmarked).doesNotContain("demo\"");
        Files.writeString(file, unmarked);
        assertThat(new Accounts(data).byName("admin").orElseThrow().demo()).isFalse();
        assertThatThrownBy(() -> enter(outsideTheDemo(), "admin", DemoAccounts.PASSWORD))
                .isInstanceOf(BadCredentialsException.class);

        Account real = new Account("liu", ENCODER.encode("secret"), "p-1", Map.of(), "tax", Set.of(), Set.of(), false);
        Accounts accounts = new Accounts(data);
        accounts.put(List.of(real));
        assertThat(enter(outsideTheDemo(), "liu", "secret").isAuthenticated()).isTrue();
    }

    @Test
    void attemptsSideBySideCannotOutrunTheLimit() throws Exception {
        AtomicInteger hashed = new AtomicInteger();
        PasswordCheck check = check(matching(hashed::incrementAndGet), Duration.ofSeconds(60));
        try (ExecutorService pool = Executors.newFixedThreadPool(40)) {
            for (int i = 0; i < 40; i++) {
                pool.execute(() -> assertThatThrownBy(() -> enter(check, "tax", "guess"))
                        .isInstanceOfAny(BadCredentialsException.class, LockedException.class));
            }
        }
        assertThat(hashed).hasValue(LoginThrottle.TRIES);
    }

    @Test
    void whoFindsTheChecksBusyIsToldAndNotCounted() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        PasswordCheck check = check(
                matching(() -> {
                    inside.countDown();
                    go.await();
                    return 0;
                }),
                Duration.ofMillis(20));
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            var first = pool.submit(() -> enter(check, "tax", "guess"));
            var second = pool.submit(() -> enter(check, "seal", "guess"));
            assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i <= LoginThrottle.TRIES; i++) {
                assertThatThrownBy(() -> enter(check, "bank", DemoAccounts.PASSWORD))
                        .isInstanceOf(PasswordCheck.Busy.class);
            }
            go.countDown();
            assertThatThrownBy(first::get).hasCauseInstanceOf(BadCredentialsException.class);
            assertThatThrownBy(second::get).hasCauseInstanceOf(BadCredentialsException.class);
        }
        assertThatThrownBy(() -> enter(check, "bank", "guess")).isInstanceOf(BadCredentialsException.class);
    }

    @Test
    void whoSignedInFromThereBeforeDoesNotWaitBehindStrangers() throws Exception {
        CountDownLatch inside = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        PasswordEncoder slow = new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return ENCODER.encode(password);
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                if (password.toString().equals("guess")) {
                    inside.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return ENCODER.matches(password, hash);
            }
        };
        PasswordCheck check = check(slow, Duration.ofMillis(20));
        enter(check, "bank", DemoAccounts.PASSWORD);
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            pool.execute(() -> assertThatThrownBy(() -> enter(check, "made-up-1", "guess"))
                    .isInstanceOf(BadCredentialsException.class));
            pool.execute(() -> assertThatThrownBy(() -> enter(check, "made-up-2", "guess"))
                    .isInstanceOf(BadCredentialsException.class));
            try {
                assertThat(inside.await(60, TimeUnit.SECONDS)).isTrue();
                assertThatThrownBy(() -> enter(check, "tax", DemoAccounts.PASSWORD))
                        .isInstanceOf(PasswordCheck.Busy.class);
                assertThat(enter(check, "bank", DemoAccounts.PASSWORD).isAuthenticated())
                        .isTrue();
            } finally {
                go.countDown();
            }
        }
    }

    @Test
    void whereACallerComesFromIsTakenFromTheRequest() {
        PasswordCheck check = check();
        for (int i = 0; i < LoginThrottle.TRIES; i++) {
            assertThatThrownBy(() -> check.authenticate(from("192.0.2.1", "tax", "guess")))
                    .isInstanceOf(BadCredentialsException.class);
        }
        assertThatThrownBy(() -> check.authenticate(from("192.0.2.1", "tax", DemoAccounts.PASSWORD)))
                .isInstanceOf(LockedException.class);
        check.authenticate(from("192.0.2.2", "tax", DemoAccounts.PASSWORD));
    }

    private static UsernamePasswordAuthenticationToken from(String address, String name, String password) {
        UsernamePasswordAuthenticationToken attempt =
                UsernamePasswordAuthenticationToken.unauthenticated(name, password);
        attempt.setDetails(new WebAuthenticationDetails(address, null));
        return attempt;
    }

    private PasswordCheck outsideTheDemo() {
        return new PasswordCheck(new Accounts(data), ENCODER, new LoginThrottle(clock), false);
    }

    private PasswordCheck check(PasswordEncoder encoder, Duration patience) {
        Accounts accounts = new Accounts(data);
        DemoAccounts.ensure(accounts, ENCODER);
        return new PasswordCheck(accounts, encoder, new LoginThrottle(clock), true, patience);
    }

    /** An encoder to which every password is wrong. */
    private static PasswordEncoder matching(Callable<Integer> seen) {
        return new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                return "hash";
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                try {
                    seen.call();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return false;
            }
        };
    }

    private PasswordCheck check() {
        Accounts accounts = new Accounts(data);
        DemoAccounts.ensure(accounts, ENCODER);
        return new PasswordCheck(accounts, ENCODER, new LoginThrottle(clock), true);
    }

    private static org.springframework.security.core.Authentication enter(
            PasswordCheck check, String name, String password) {
        return check.authenticate(UsernamePasswordAuthenticationToken.unauthenticated(name, password));
    }
}
