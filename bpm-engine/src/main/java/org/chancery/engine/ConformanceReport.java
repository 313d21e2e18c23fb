package org.chancery.engine;

import java.util.List;

/**
 * What the second opinion holds of every case in a ledger, from its public records alone.
 *
 * @param entries of the ledger that were judged
 * @param cases that they are about
 * @param ended cases that have ended
 * @param lawful cases of which every step so far is what the model allows, and all could be judged
 * @param remarks on the others, in the order in which the cases began, each in that of the log
 */
public record ConformanceReport(long entries, long cases, long ended, long lawful, List<Remark> remarks) {

    /** How grave a remark is. */
    public enum Kind {
        /** The model does not allow what was recorded. */
        DEVIATION,
        /** Public records do not suffice to judge it. */
        NOT_JUDGED,
        /** The case has neither ended nor a clock that runs, or its clock ran out unheard. */
        OMISSION,
        /** Two persons recorded a deviation with its ground; it stays counted as one. */
        RECORDED
    }

    /**
     * One finding.
     *
     * @param caseName pseudonym of the case; empty if it concerns no single one
     * @param leaf index of the entry
     * @param element of the model; may be empty
     * @param words one sentence in the reader's language
     */
    public record Remark(Kind kind, String caseName, long leaf, String element, String words) {}

    public ConformanceReport {
        remarks = List.copyOf(remarks);
    }

    public long count(Kind kind) {
        return remarks.stream().filter(remark -> remark.kind() == kind).count();
    }

    /** Share of lawful cases in parts per thousand, rounded down; 1,000 if there is no case. */
    public long rate() {
        return cases == 0 ? 1_000 : lawful * 1_000 / cases;
    }
}
