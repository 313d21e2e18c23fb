package org.chancery.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts wrong passwords per user name. After {@link #TRIES} within {@link #WINDOW} the name is refused until the
 * oldest of them is older than that, whatever password is given. Names that do not exist are counted alike, so that
 * the answer does not tell which exist.
 */
public final class LoginThrottle {

    static final int TRIES = 8;
    static final Duration WINDOW = Duration.ofMinutes(5);

    /** So that made-up names cannot fill the memory. */
    private static final int NAMES = 10_000;

    private final Map<String, Deque<Instant>> failures = new ConcurrentHashMap<>();
    private final Clock clock;

    public LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    public boolean refuses(String username) {
        Deque<Instant> times = failures.get(key(username));
        if (times == null) {
            return false;
        }
        synchronized (times) {
            forget(times);
            return times.size() >= TRIES;
        }
    }

    void failed(String username) {
        if (failures.size() >= NAMES) {
            failures.values().removeIf(times -> {
                synchronized (times) {
                    forget(times);
                    return times.isEmpty();
                }
            });
            if (failures.size() >= NAMES) {
                return;
            }
        }
        Deque<Instant> times = failures.computeIfAbsent(key(username), name -> new ArrayDeque<>());
        synchronized (times) {
            times.addLast(clock.instant());
            if (times.size() > TRIES) {
                times.removeFirst();
            }
        }
    }

    void succeeded(String username) {
        failures.remove(key(username));
    }

    private void forget(Deque<Instant> times) {
        Instant limit = clock.instant().minus(WINDOW);
        while (!times.isEmpty() && times.peekFirst().isBefore(limit)) {
            times.removeFirst();
        }
    }

    private static String key(String username) {
        String name = username.strip().toLowerCase(Locale.ROOT);
        return name.length() > 100 ? name.substring(0, 100) : name;
    }
}
