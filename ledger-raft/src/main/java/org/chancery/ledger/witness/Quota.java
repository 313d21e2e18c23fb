package org.chancery.ledger.witness;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many questions each address may ask: so many at once, then so many a second. Behind a server that asks for all,
 * they share. May be used by any thread.
 */
final class Quota {

    /** Whose last question is longest ago is forgotten, which gives them no more than a full measure. */
    private static final int ADDRESSES = 1_000;

    private static final double NANOS = 1e9;

    private final double atOnce;
    private final double aSecond;
    private final LongSupplier nanos;
    private final Map<String, Left> addresses = new LinkedHashMap<>(ADDRESSES, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
            return size() > ADDRESSES;
        }
    };

    private record Left(double questions, long at) {}

    /** @param nanos a clock that never goes back, as {@link System#nanoTime} */
    Quota(int atOnce, int aSecond, LongSupplier nanos) {
        this.atOnce = atOnce;
        this.aSecond = aSecond;
        this.nanos = nanos;
    }

    /** @return whether this address may ask one now */
    synchronized boolean take(String address) {
        long now = nanos.getAsLong();
        Left before = addresses.getOrDefault(address, new Left(atOnce, now));
        double left = Math.min(atOnce, before.questions + (now - before.at) / NANOS * aSecond);
        boolean may = left >= 1;
        addresses.put(address, new Left(may ? left - 1 : left, now));
        return may;
    }
}
