package org.chancery.console.access;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Checks a name and a password, for the log-in form and HTTP Basic alike. Outside the demo profile neither a demo
 * account nor the demo's password, which everyone knows, is of any use.
 */
public final class PasswordCheck implements AuthenticationProvider {

    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final LoginThrottle throttle;
    private final String nobody;
    private final boolean demo;

    /** Each match takes much memory, so nobody must be able to start as many as they like. */
    private final Semaphore strangers = new Semaphore(2, true);

    /** Who signed in from there before does not wait behind strangers. */
    private final Semaphore regulars = new Semaphore(2, true);

    private final Duration patience;

    /** @param demo whether the demo profile is active */
    public PasswordCheck(Accounts accounts, PasswordEncoder encoder, LoginThrottle throttle, boolean demo) {
        this(accounts, encoder, throttle, demo, Duration.ofSeconds(2));
    }

    /** @param patience how long to wait for others whose passwords are being checked */
    PasswordCheck(Accounts accounts, PasswordEncoder encoder, LoginThrottle throttle, boolean demo, Duration patience) {
        this.demo = demo;
        this.patience = patience;
        this.accounts = accounts;
        this.encoder = encoder;
        this.throttle = throttle;
        this.nobody = encoder.encode("nobody");
    }

    /** Too many passwords are being checked at once; nothing was checked, and nothing counted. */
    static final class Busy extends AuthenticationException {
        private static final long serialVersionUID = 1;

        Busy() {
            super("busy, try again");
        }
    }

    /** Too many attempts failed; this one was not checked. */
    static final class Blocked extends LockedException {
        private static final long serialVersionUID = 1;

        private final transient LoginThrottle.Block block;

        Blocked(LoginThrottle.Block block) {
            super("too many wrong passwords");
            this.block = block;
        }

        LoginThrottle.Block block() {
            return block;
        }
    }

    /**
     * @throws Blocked after too many wrong passwords
     * @throws BadCredentialsException if name or password is wrong; both take the same time
     * @throws Busy if others kept the checks busy for longer than the patience
     */
    @Override
    public Authentication authenticate(Authentication given) {
        String username = given.getName();
        String network = ClientNetwork.of(given);
        refuse(throttle.block(username, network));
        Semaphore matches = throttle.knows(username, network) ? regulars : strangers;
        enter(matches);
        Account account;
        try {
            refuse(throttle.admit(
                    username, network)); // counted before it is made: attempts side by side cannot outrun it
            account = match(username, String.valueOf(given.getCredentials()))
                    .orElseThrow(() -> new BadCredentialsException("wrong name or password"));
        } finally {
            matches.release();
        }
        throttle.succeeded(username, network);
        SignedIn person = new SignedIn(account);
        return UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
    }

    private static void refuse(Optional<LoginThrottle.Block> found) {
        found.ifPresent(block -> {
            throw new Blocked(block);
        });
    }

    private void enter(Semaphore matches) {
        try {
            if (!matches.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }

    private Optional<Account> match(String username, String password) {
        Optional<Account> account = accounts.byName(username);
        boolean right =
                encoder.matches(password, account.map(Account::passwordHash).orElse(nobody));
        return account.filter(found -> right && mayEnter(found, password));
    }

    /** Files written before accounts were marked hold demo accounts too: hence the password as well. */
    private boolean mayEnter(Account account, String password) {
        return demo || !(account.demo() || password.equals(DemoAccounts.PASSWORD));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
