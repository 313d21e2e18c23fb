package org.chancery.console.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each of many keys was counted within a window. What is older than the window is dropped, and beyond a number
 * of keys the one that was counted longest ago, so that made-up keys cannot fill the memory. Not safe for use by many
 * threads.
 */
final class Tally {

    private final int most;
    private final Duration window;
    private final int keys;

    /** The key that was counted longest ago first. */
    private final Map<String, Deque<Instant>> counted = new LinkedHashMap<>();

    /**
     * @param most how often a key may be counted within the window
     * @param keys how many keys are remembered at most
     */
    Tally(int most, Duration window, int keys) {
        this.most = most;
        this.window = window;
        this.keys = keys;
    }

    /** How long until the key may be counted again; empty if it may be now. */
    Optional<Duration> wait(String key, Instant now) {
        Deque<Instant> times = counted.get(key);
        if (times == null) {
            return Optional.empty();
        }
        if (!times.isEmpty() && times.peekLast().isAfter(now)) { // the clock was put back
            times.clear();
        }
        dropOld(times, now);
        return times.size() < most
                ? Optional.empty()
                : Optional.of(Duration.between(now, times.peekFirst().plus(window)));
    }

    void count(String key, Instant now) {
        Deque<Instant> times = counted.getOrDefault(key, new ArrayDeque<>());
        dropOld(times, now);
        times.addLast(now);
        counted.remove(key); // to stand last
        counted.put(key, times);
        while (counted.size() > keys || longestAgo().isBefore(now.minus(window))) {
            counted.remove(counted.keySet().iterator().next());
        }
    }

    private Instant longestAgo() {
        Instant last = counted.values().iterator().next().peekLast();
        return last == null ? Instant.MIN : last;
    }

    private void dropOld(Deque<Instant> times, Instant now) {
        while (!times.isEmpty() && times.peekFirst().isBefore(now.minus(window))) {
            times.removeFirst();
        }
    }

    /** Takes one count back: the last one. */
    void takeBack(String key) {
        Deque<Instant> times = counted.get(key);
        if (times != null) {
            times.pollLast();
        }
    }

    void forget(String key) {
        counted.remove(key);
    }

    int size() {
        return counted.size();
    }
}
