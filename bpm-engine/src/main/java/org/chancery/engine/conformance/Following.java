package org.chancery.engine.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One case as far as it was followed, and the entries that told of it. */
final class Following {

    private final String name;
    private final CaseReplay replay;
    private final Deployed deployed;
    private final LedgerTimes times;
    private Optional<ModelRef> model = Optional.empty();
    private long[] leaves = new long[4];
    private int entries;
    private long steps;

    Following(String name, CaseReplay replay, Deployed deployed, LedgerTimes times) {
        this.name = name;
        this.replay = replay;
        this.deployed = deployed;
        this.times = times;
    }

    String name() {
        return name;
    }

    CaseReplay replay() {
        return replay;
    }

    /** An entry that tells of this case begins. */
    void begin(long leaf) {
        if (entries == leaves.length) {
            leaves = Arrays.copyOf(leaves, 2 * entries);
        }
        leaves[entries++] = leaf;
    }

    void apply(Step told) {
        Step step = times.of(told);
        if (steps == 0) {
            model = step.model();
        }
        Optional<ModelRef> unknown = step.model().filter(model -> !deployed.isKnown(model, step));
        unknown.filter(model -> !replay.isBlind()).ifPresent(model -> undeployed(step, model));
        steps++;
        replay.apply(step);
    }

    /** Said once: from here on the model is known. */
    private void undeployed(Step step, ModelRef told) {
        replay.findings()
                .deviation(
                        step,
                        step.element(),
                        "model-not-deployed",
                        Map.of("process", told.key(), "version", String.valueOf(told.version()), "model", told.hash()));
        deployed.assume(told, step);
    }

    /** The entry is over; what was found in it. */
    List<Finding> end() {
        replay.endOfRecord();
        return replay.findings().fresh();
    }

    /** The entry does not show what happened. */
    List<Finding> unseen(long leaf, String code) {
        replay.unseen(leaf, code);
        return replay.findings().fresh();
    }

    /** All that an entry tells of this case, and nothing else. */
    void follow(Telling told) {
        begin(told.leaf());
        if (told.hidden().isPresent()) {
            unseen(told.leaf(), told.hidden().get());
            return;
        }
        told.steps().stream()
                .filter(step -> Telling.isOfCase(step) && step.caseName().equals(name))
                .forEach(this::apply);
        end();
    }

    boolean hasEnded() {
        return replay.state().ended;
    }

    Optional<ModelRef> model() {
        return model;
    }

    long last() {
        return leaves[entries - 1];
    }

    /** What there is to say of it without its model, and what it takes to follow it again. */
    CaseMemo memo(byte[] seen) {
        return new CaseMemo(
                model,
                Arrays.copyOf(leaves, entries),
                steps,
                replay.state().endedAt,
                replay.findings().all(),
                seen);
    }
}
