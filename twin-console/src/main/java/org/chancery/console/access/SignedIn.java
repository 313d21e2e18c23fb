package org.chancery.console.access;

import java.util.Collection;
import java.util.Optional;
import org.chancery.engine.Actor;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;

/** The person behind a session or a request. */
public final class SignedIn implements UserDetails {

    private static final long serialVersionUID = 1;

    private final transient Account account;

    SignedIn(Account account) {
        this.account = account;
    }

    public Account account() {
        return account;
    }

    /**
     * As whom the current thread's request acts.
     *
     * @throws IllegalStateException if nobody is signed in: a way in that lacks its rule
     */
    public static Actor actor() {
        return current().account.actor();
    }

    /** @throws IllegalStateException if nobody is signed in */
    public static SignedIn current() {
        return find().orElseThrow(() -> new IllegalStateException("nobody is signed in"));
    }

    /** Whoever is signed in; empty for a stranger. */
    public static Optional<SignedIn> find() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof SignedIn person
                ? Optional.of(person)
                : Optional.empty();
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return account.roles().stream()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
    }

    @Override
    public String getPassword() {
        return account.passwordHash();
    }

    @Override
    public String getUsername() {
        return account.username();
    }
}
