package org.chancery.engine.conformance;

import java.util.Map;
import java.util.TreeMap;
import org.chancery.ledger.FindingMark;

/**
 * What the judge has to say about one place of a case.
 *
 * @param kind whether it is a deviation, something that was not judged, an omission, or a step of recording a deviation:
 *     then {@code details} name it by {@code of} (its leaf), {@code what} (its code) and {@code mark}, the element being the same
 * @param caseName pseudonym of the case; empty if it concerns no single case
 * @param leaf index of the record
 * @param step number of the transition within the record, from 0; -1 if it concerns the record as a whole
 * @param element the model's element; may be empty
 * @param code message key in the bundles is {@code conformance.} and this code
 * @param details named values for the message: ids of elements, public facts, organisations; never personal
 */
public record Finding(
        Kind kind, String caseName, long leaf, int step, String element, String code, Map<String, String> details) {

    /** How grave a finding is. */
    public enum Kind {
        /** The model does not allow what was recorded. */
        DEVIATION,
        /** Public records do not suffice to judge it; never to be taken for lawful. */
        NOT_JUDGED,
        /** Something that should have happened has not. */
        OMISSION,
        /** Somebody authorised gave the ground of a deviation; nothing follows from it yet. */
        PROPOSED,
        /** Another one confirmed it: the deviation, which stays found, is recorded. */
        RECORDED
    }

    public Finding {
        details = Map.copyOf(details);
    }

    /** The same, said of this step. */
    Finding at(Step step) {
        return new Finding(kind, caseName, step.leaf(), step.number(), element, code, details);
    }

    /** Tells it from others of the same code at the same element in one entry. */
    public String mark() {
        return FindingMark.of(step, details);
    }

    /** Whether a step of recording is about this deviation; one of before there were marks is about all that share its place. */
    public boolean isToldBy(Finding told) {
        String mark = told.details().getOrDefault("mark", "");
        return String.valueOf(leaf).equals(told.details().get("of"))
                && element.equals(told.element())
                && code.equals(told.details().get("what"))
                && (mark.isEmpty() || mark.equals(mark()));
    }

    /** Whether this records that deviation. */
    public boolean records(Finding deviation) {
        return kind == Kind.RECORDED && deviation.kind() == Kind.DEVIATION && deviation.isToldBy(this);
    }

    /** One line in plain English for logs: code, case, place. */
    @Override
    public String toString() {
        return kind + " " + code + " at " + element + " (leaf " + leaf + ", step " + step + ", case " + caseName + ") "
                + new TreeMap<>(details);
    }
}
