package org.chancery.perf.ledger;

import java.util.Locale;

/** A replicated store of three members that puts values durably. */
interface Target {

    /**
     * Keeps so many puts outstanding for a while.
     *
     * @return what was acknowledged in that time
     * @throws IllegalStateException if a put is refused
     */
    Block run(int outstanding, long nanos) throws InterruptedException;

    /** One block of measurement. */
    record Block(double perSecond, double medianMillis, double slowMillis) {

        static Block of(Latencies latencies, long nanos) {
            return new Block(latencies.count() * 1e9 / nanos, latencies.percentile(0.5), latencies.percentile(0.99));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%8.0f /s, median %.1f ms, 99 %% within %.1f ms", perSecond, medianMillis, slowMillis);
        }
    }
}
