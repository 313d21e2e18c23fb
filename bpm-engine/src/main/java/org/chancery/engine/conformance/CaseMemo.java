package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is put by of a case: what there is to say of it, and the numbers of the entries that told of it, so that it can be
 * followed again when it is told of again. Where it stands in its model is not: that follows from the entries.
 *
 * @param ended when; empty while it goes on
 * @param seen {@link Cases#chain} over the entries
 */
record CaseMemo(
        Optional<ModelRef> model,
        long[] leaves,
        long steps,
        Optional<Instant> ended,
        List<Finding> findings,
        byte[] seen) {

    /** Whether another following of the same entries found the same. */
    boolean agrees(CaseMemo other) {
        return model.equals(other.model)
                && Arrays.equals(leaves, other.leaves)
                && steps == other.steps
                && ended.equals(other.ended)
                && findings.equals(other.findings)
                && Arrays.equals(seen, other.seen);
    }

    long last() {
        return leaves[leaves.length - 1];
    }

    CaseJudgement judgement(String caseName, List<Finding> all) {
        return new CaseJudgement(caseName, model, leaves[0], last(), steps, ended, all);
    }

    byte[] packed() {
        PackedOut out = new PackedOut();
        out.number(leaves.length);
        long before = 0;
        for (long leaf : leaves) {
            out.number(leaf - before);
            before = leaf;
        }
        out.number(steps).bytes(seen).number(model.isPresent() ? 1 : 0);
        model.ifPresent(out::model);
        out.number(ended.isPresent() ? 1 : 0);
        ended.ifPresent(out::instant);
        return out.findings(findings).bytes();
    }

    static CaseMemo unpacked(String caseName, byte[] packed) {
        PackedIn in = new PackedIn(packed);
        long[] leaves = new long[in.count()];
        long before = 0;
        for (int i = 0; i < leaves.length; i++) {
            before += in.number();
            leaves[i] = before;
        }
        long steps = in.number();
        byte[] seen = in.bytes();
        Optional<ModelRef> model = in.number() == 1 ? Optional.of(in.model()) : Optional.empty();
        Optional<Instant> ended = in.number() == 1 ? Optional.of(in.instant()) : Optional.empty();
        return new CaseMemo(model, leaves, steps, ended, in.findings(caseName), seen);
    }
}
