package org.chancery.engine.replay;

import java.time.Duration;

/** Tells a lack that lasts from one that a busy machine explains. Thread-safe. */
final class Lack {

    private final long grace;
    private boolean lacking;
    private long since;

    /** @param grace how long something may be missing before it counts */
    Lack(Duration grace) {
        this.grace = grace.toNanos();
    }

    /** Notes whether it is missing now, and answers whether it has been since longer than the grace. */
    synchronized boolean lasts(boolean missing) {
        long now = System.nanoTime();
        if (missing && !lacking) {
            since = now;
        }
        lacking = missing;
        return missing && now - since >= grace;
    }
}
