package org.chancery.engine;

import java.util.Optional;

/**
 * Registers that works keep across cases: company names taken, numbers given out. They are gated like the engine's own
 * rows, so a failover neither loses an entry nor gives a number twice. They hold no personal data.
 *
 * <p>All calls run in the transaction of the work. What another transaction entered at the same time is settled by the
 * database: the later one fails as a whole and, tried again, sees the first one's entry.
 */
public interface Registers {

    /** Longest key of a register and longest name of a counter, in UTF-16 units. */
    int MAX_KEY = 255;

    /** The value entered under a key of a register, or empty. */
    Optional<String> find(String register, String key);

    /**
     * Enters a value under a key that is free.
     *
     * @param register at most 64 characters
     * @param key at most {@link #MAX_KEY} characters; whoever makes keys of what people enter checks it when they do
     * @param value at most 1,000 characters
     * @return false, with nothing changed, if the key is taken
     */
    boolean enter(String register, String key, String value);

    /** The number last drawn from a counter, 0 if none was. */
    long drawn(String counter);

    /**
     * Draws the next number of a counter: 1, 2, 3, … Never the same twice.
     *
     * @param counter at most {@link #MAX_KEY} characters
     */
    long next(String counter);
}
