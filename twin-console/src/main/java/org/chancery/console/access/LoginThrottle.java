package org.chancery.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Counts attempts to sign in that did not succeed within {@link #WINDOW}, so that guessing is slow and yet nobody locks
 * others out:
 *
 * <ul>
 *   <li>a name from one network may fail {@link #TRIES} times, and a name from everywhere {@link #NAME_TRIES};
 *   <li>a network may fail {@link #NETWORK_TRIES} times, with whatever names.
 * </ul>
 *
 * Somebody who signed in from a network before is held to the first alone there: strangers elsewhere, or at the same
 * address, do not count against them. Names that do not exist are counted alike, so that no answer tells which exist.
 * Safe for use by many threads.
 */
public final class LoginThrottle {

    static final int TRIES = 8;
    static final int NAME_TRIES = 100;
    static final int NETWORK_TRIES = 40;
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** So that made-up names and addresses cannot fill the memory. */
    private static final int KEYS = 10_000;

    private final Clock clock;
    private final int keys;
    private final Tally here;
    private final Tally names;
    private final Tally networks;

    /** Names with networks from which they signed in; the latest last. */
    private final Map<String, Boolean> known = new LinkedHashMap<>();

    public LoginThrottle(Clock clock) {
        this(clock, KEYS);
    }

    /** @param keys how many names, networks and pairs of both are remembered at most, each */
    LoginThrottle(Clock clock, int keys) {
        this.clock = clock;
        this.keys = keys;
        this.here = new Tally(TRIES, WINDOW, keys);
        this.names = new Tally(NAME_TRIES, WINDOW, keys);
        this.networks = new Tally(NETWORK_TRIES, WINDOW, keys);
    }

    /** What failed too often. */
    enum Scope {
        /** This name from this network. */
        HERE,
        /** This name, from many networks. */
        NAME,
        /** This network, with many names. */
        NETWORK
    }

    /** @param left how long until the next attempt is admitted */
    record Block(Scope scope, Duration left) {

        /** Whole minutes, at least one. */
        long minutes() {
            return Math.max(1, left.plusMinutes(1).minusNanos(1).toMinutes());
        }

        /** Whole seconds, at least one. */
        long seconds() {
            return Math.max(1, left.plusSeconds(1).minusNanos(1).toSeconds());
        }
    }

    /** Whether an attempt would be refused; counts nothing. */
    synchronized Optional<Block> block(String username, String network) {
        Instant now = clock.instant();
        String name = name(username);
        Optional<Block> own = here.wait(pair(name, network), now).map(left -> new Block(Scope.HERE, left));
        if (own.isPresent() || knows(username, network)) {
            return own;
        }
        return names.wait(name, now)
                .map(left -> new Block(Scope.NAME, left))
                .or(() -> networks.wait(network, now).map(left -> new Block(Scope.NETWORK, left)));
    }

    /** Counts an attempt that is about to be made, unless it is refused. */
    synchronized Optional<Block> admit(String username, String network) {
        Optional<Block> refused = block(username, network);
        if (refused.isEmpty()) {
            Instant now = clock.instant();
            String name = name(username);
            here.count(pair(name, network), now);
            names.count(name, now);
            networks.count(network, now);
        }
        return refused;
    }

    /**
     * Takes the attempt back. Earlier ones stay counted for the name and the network: else whoever has one account
     * could go on guessing at others by signing in now and then.
     */
    synchronized void succeeded(String username, String network) {
        String name = name(username);
        String pair = pair(name, network);
        here.forget(pair);
        names.takeBack(name);
        networks.takeBack(network);
        known.remove(pair); // to stand last
        known.put(pair, true);
        if (known.size() > keys) {
            known.remove(known.keySet().iterator().next());
        }
    }

    /** Whether this name signed in from this network since the start. */
    synchronized boolean knows(String username, String network) {
        return known.containsKey(pair(name(username), network));
    }

    private static String pair(String name, String network) {
        return network + ' ' + name; // a network has no space
    }

    private static String name(String username) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        return name.length() > 100 ? name.substring(0, 100) : name;
    }
}
