package org.chancery.console.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.chancery.console.access.ClientNetwork;

/**
 * How fast one address may ask: so many at once, and after that at a steady rate. What is refused does not count. An
 * address stands for its {@link ClientNetwork}. Safe for use by many threads.
 */
public final class StrangersPace {

    /** So that many addresses cannot fill the memory: whoever asked longest ago is forgotten, and begins anew. */
    private static final int ADDRESSES = 10_000;

    private final Clock clock;
    private final Duration interval;
    private final Duration most;
    private final int addresses;

    /** When an address has all its requests again (generic cell rate algorithm); whoever asked last stands last. */
    private final Map<String, Instant> restored = new LinkedHashMap<>();

    /**
     * @param burst requests at once, at least 1
     * @param perMinute requests that come back in a minute, at least 1
     */
    public StrangersPace(int burst, int perMinute, Clock clock) {
        this(burst, perMinute, clock, ADDRESSES);
    }

    /** @param addresses how many are remembered at most */
    StrangersPace(int burst, int perMinute, Clock clock, int addresses) {
        this.clock = clock;
        this.interval = Duration.ofMinutes(1).dividedBy(perMinute);
        this.most = interval.multipliedBy(burst);
        this.addresses = addresses;
    }

    /**
     * Counts a request.
     *
     * @param address as the container gives it, an IP address
     * @return how long to wait if there are too many; then it was not counted. Empty if it may pass
     */
    synchronized Optional<Duration> ask(String address) {
        String who = ClientNetwork.of(address);
        Instant now = clock.instant();
        Instant last = now.plus(most);
        Instant from = restored.getOrDefault(who, now);
        boolean over = from.isBefore(now) || from.isAfter(last); // later than that only if the clock was put back
        Instant begin = over ? now : from;
        Instant then = begin.plus(interval);
        if (then.isAfter(last)) {
            return Optional.of(Duration.between(last, then));
        }
        restored.remove(who); // to stand last
        restored.put(who, then);
        if (restored.size() > addresses) {
            restored.remove(restored.keySet().iterator().next());
        }
        return Optional.empty();
    }
}
