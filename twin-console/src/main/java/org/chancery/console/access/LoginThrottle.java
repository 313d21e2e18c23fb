package org.chancery.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Counts attempts to sign in per user name. After {@link #TRIES} without success within {@link #WINDOW} the name is
 * refused until the oldest of them is older than that, whatever password is given. Names that do not exist are counted
 * alike, so that the answer does not tell which exist. Safe for use by many threads.
 */
public final class LoginThrottle {

    static final int TRIES = 8;
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** So that made-up names cannot fill the memory. */
    private static final int NAMES = 10_000;

    /** The name with the oldest attempt first. */
    private final Map<String, Deque<Instant>> attempts = new LinkedHashMap<>();

    private final Clock clock;
    private final int names;

    public LoginThrottle(Clock clock) {
        this(clock, NAMES);
    }

    /** @param names how many names are remembered at most */
    LoginThrottle(Clock clock, int names) {
        this.clock = clock;
        this.names = names;
    }

    /** Whether the name is blocked; counts nothing. */
    public synchronized boolean refuses(String username) {
        Deque<Instant> times = attempts.get(key(username));
        return times != null && full(times);
    }

    /** Counts an attempt that is about to be made; false, and not counted, if the name is blocked. */
    synchronized boolean admits(String username) {
        String name = key(username);
        Deque<Instant> times = attempts.getOrDefault(name, new ArrayDeque<>());
        if (full(times)) {
            return false;
        }
        times.addLast(clock.instant());
        attempts.remove(name); // to stand last
        attempts.put(name, times);
        if (attempts.size() > names) {
            attempts.remove(attempts.keySet().iterator().next());
        }
        return true;
    }

    synchronized void succeeded(String username) {
        attempts.remove(key(username));
    }

    private boolean full(Deque<Instant> times) {
        Instant limit = clock.instant().minus(WINDOW);
        while (!times.isEmpty() && times.peekFirst().isBefore(limit)) {
            times.removeFirst();
        }
        return times.size() >= TRIES;
    }

    private static String key(String username) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        return name.length() > 100 ? name.substring(0, 100) : name;
    }
}
