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

    /** Each match takes much memory, so strangers must not be able to start as many as they like. */
    private final Semaphore matches = new Semaphore(2, true);

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

    /**
     * @throws LockedException after too many wrong passwords
     * @throws BadCredentialsException if name or password is wrong; both take the same time
     * @throws Busy if others kept the checks busy for longer than the patience
     */
    @Override
    public Authentication authenticate(Authentication given) {
        String username = given.getName();
        if (throttle.refuses(username)) {
            throw locked();
        }
        enter();
        Account account;
        try {
            account = match(username, String.valueOf(given.getCredentials()))
                    .orElseThrow(() -> new BadCredentialsException("wrong name or password"));
        } finally {
            matches.release();
        }
        throttle.succeeded(username);
        SignedIn person = new SignedIn(account);
        return UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
    }

    private void enter() {
        try {
            if (!matches.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy();
        }
    }

    /** Counts the attempt before it is made, so that attempts side by side cannot outrun the limit. */
    private Optional<Account> match(String username, String password) {
        if (!throttle.admits(username)) {
            throw locked();
        }
        Optional<Account> account = accounts.byName(username);
        boolean right =
                encoder.matches(password, account.map(Account::passwordHash).orElse(nobody));
        return account.filter(found -> right && mayEnter(found, password));
    }

    /** Files written before accounts were marked hold demo accounts too: hence the password as well. */
    private boolean mayEnter(Account account, String password) {
        return demo || !(account.demo() || password.equals(DemoAccounts.PASSWORD));
    }

    private static LockedException locked() {
        return new LockedException("too many wrong passwords");
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
