package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the judge has to say of one case.
 *
 * @param caseName its pseudonym
 * @param model under which it runs; empty if no record says
 * @param firstLeaf index of the first record of it
 * @param lastLeaf index of the last record of it
 * @param steps number of its transitions so far
 * @param ended when it ended; empty while it goes on
 * @param findings in the order of the log
 */
public record CaseJudgement(
        String caseName,
        Optional<ModelRef> model,
        long firstLeaf,
        long lastLeaf,
        long steps,
        Optional<Instant> ended,
        List<Finding> findings) {

    /** One word for a case. */
    public enum Verdict {
        /** All that happened so far is what the model allows. */
        LAWFUL,
        /** Something happened that the model does not allow. */
        DEVIATED,
        /** The same, and two persons have recorded each deviation with its ground. */
        RECORDED,
        /** Nothing was found against it, but not all could be judged. */
        NOT_JUDGED
    }

    public CaseJudgement {
        findings = List.copyOf(findings);
    }

    public Verdict verdict() {
        if (deviations().stream().anyMatch(this::isOpen)) {
            return Verdict.DEVIATED;
        }
        if (!notJudged().isEmpty()) {
            return Verdict.NOT_JUDGED;
        }
        return deviations().isEmpty() ? Verdict.LAWFUL : Verdict.RECORDED;
    }

    public List<Finding> deviations() {
        return of(Finding.Kind.DEVIATION);
    }

    /** Whether nobody has recorded this deviation yet. */
    public boolean isOpen(Finding deviation) {
        return recorded().stream().noneMatch(one -> one.records(deviation));
    }

    /** What records the deviations, as far as that was done as it must be. */
    public List<Finding> recorded() {
        return of(Finding.Kind.RECORDED);
    }

    public List<Finding> notJudged() {
        return of(Finding.Kind.NOT_JUDGED);
    }

    public List<Finding> omissions() {
        return of(Finding.Kind.OMISSION);
    }

    private List<Finding> of(Finding.Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }
}
