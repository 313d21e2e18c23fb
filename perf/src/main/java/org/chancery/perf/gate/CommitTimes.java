package org.chancery.perf.gate;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.chancery.engine.gate.GateSteps;

/** Adds up how long commits spend from step to step. */
final class CommitTimes implements GateSteps {

    private final Map<Step, LongAdder> nanosBefore = new EnumMap<>(Step.class);
    private final LongAdder commits = new LongAdder();
    private final ThreadLocal<Long> last = new ThreadLocal<>();

    CommitTimes() {
        for (Step step : Step.values()) {
            nanosBefore.put(step, new LongAdder());
        }
    }

    @Override
    public void at(Step step, UUID record) {
        long now = System.nanoTime();
        if (step == Step.BEFORE_PROPOSE) {
            commits.increment();
        } else {
            nanosBefore.get(step).add(now - last.get());
        }
        last.set(now);
    }

    long commits() {
        return commits.sum();
    }

    void reset() {
        commits.reset();
        nanosBefore.values().forEach(LongAdder::reset);
    }

    String report() {
        return String.format(
                Locale.ROOT,
                "waiting for the quorum %.2f ms, marking the leaf %.2f ms, database commit %.2f ms",
                mean(Step.AFTER_QUORUM),
                mean(Step.BEFORE_COMMIT),
                mean(Step.AFTER_COMMIT));
    }

    private double mean(Step step) {
        return nanosBefore.get(step).sum() / 1e6 / Math.max(1, commits.sum());
    }
}
