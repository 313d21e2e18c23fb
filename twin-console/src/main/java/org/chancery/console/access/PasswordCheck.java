package org.chancery.console.access;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Checks a name and a password, for the log-in form and HTTP Basic alike. */
public final class PasswordCheck implements AuthenticationProvider {

    private final Accounts accounts;
    private final PasswordEncoder encoder;
    private final LoginThrottle throttle;
    private final String nobody;

    public PasswordCheck(Accounts accounts, PasswordEncoder encoder, LoginThrottle throttle) {
        this.accounts = accounts;
        this.encoder = encoder;
        this.throttle = throttle;
        this.nobody = encoder.encode("nobody");
    }

    /**
     * @throws LockedException after too many wrong passwords
     * @throws BadCredentialsException if name or password is wrong; both take the same time
     */
    @Override
    public Authentication authenticate(Authentication given) {
        String username = given.getName();
        if (throttle.refuses(username)) {
            throw new LockedException("too many wrong passwords");
        }
        String password = String.valueOf(given.getCredentials());
        var account = accounts.byName(username);
        boolean right =
                encoder.matches(password, account.map(Account::passwordHash).orElse(nobody));
        if (account.isEmpty() || !right) {
            throttle.failed(username);
            throw new BadCredentialsException("wrong name or password");
        }
        throttle.succeeded(username);
        SignedIn person = new SignedIn(account.get());
        return UsernamePasswordAuthenticationToken.authenticated(person, null, person.getAuthorities());
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
