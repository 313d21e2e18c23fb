package org.chancery.engine.conformance;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

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

    private static final int MARK = 8;

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

    /**
     * Tells it from others of the same code at the same element in one entry: eight characters of base64url over the
     * SHA-256 of the step's number and the details, {@code name=value}, sorted, a line each.
     */
    public String mark() {
        StringBuilder text = new StringBuilder().append(step).append('\n');
        new TreeMap<>(details)
                .forEach((name, value) ->
                        text.append(name).append('=').append(value).append('\n'));
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(hash).substring(0, MARK);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
