package org.chancery.perf.ledger;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts times in buckets, each an eighth of a power of two wide: a percentile is known within a twelfth. */
final class Latencies {

    private static final int PER_POWER = 8;
    private static final int POWERS = 40;

    private final AtomicLongArray buckets = new AtomicLongArray(PER_POWER * POWERS);

    void add(long nanos) {
        long value = Math.max(PER_POWER, nanos);
        int power = 63 - Long.numberOfLeadingZeros(value);
        int eighth = (int) (value >>> power - 3 & PER_POWER - 1);
        buckets.incrementAndGet(Math.min((power - 3) * PER_POWER + eighth, buckets.length() - 1));
    }

    long count() {
        long count = 0;
        for (int i = 0; i < buckets.length(); i++) {
            count += buckets.get(i);
        }
        return count;
    }

    /** In milliseconds, the upper end of its bucket; 0 if nothing was counted. */
    double percentile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * count()));
        long seen = 0;
        for (int i = 0; i < buckets.length(); i++) {
            seen += buckets.get(i);
            if (seen >= wanted) {
                return (double) (PER_POWER + i % PER_POWER + 1) * (1L << i / PER_POWER) / 1e6;
            }
        }
        return 0;
    }
}
