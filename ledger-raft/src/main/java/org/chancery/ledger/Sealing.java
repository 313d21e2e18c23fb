package org.chancery.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who has signed what about a case that has ended, and whether that makes it <em>sealed</em>: enough of the witnesses
 * that the sealing policy names state, over a tree that holds the case's last entry, that it followed its model or that
 * each of its deviations was recorded by two persons; and none of them that it deviated.
 *
 * @param needed how many must; 0 if there is no policy, and then nothing is ever sealed
 * @param signatures the newest certificate of each witness of the policy that speaks for the case's last entry
 * @param refused what witnesses of the policy have signed since, or have signed alone, and what does not count: it takes
 *     back what they signed before
 * @param missing names of those of the policy that have signed none
 * @param reasons of those of the policy, by name, whose answers do not count: why, one sentence in English
 * @param since when the last one needed signed; empty if the case is not sealed
 * @param trouble why the policy cannot be used, with what to do
 */
public record Sealing(
        int needed,
        List<Signature> signatures,
        List<Signature> refused,
        List<String> missing,
        Map<String, String> reasons,
        Optional<Instant> since,
        Optional<String> trouble) {

    /** What a witness states of a case. */
    public enum Verdict {
        /** Every step is what the model allows, and all could be judged. */
        FOLLOWED,
        /** It deviated, and two persons have recorded each deviation with its ground. */
        RECORDED,
        /** It deviated. */
        DEVIATED,
        /** Public records do not suffice to judge it. */
        NOT_JUDGED;

        /** Whether it lets a case be sealed. */
        public boolean seals() {
            return this == FOLLOWED || this == RECORDED;
        }
    }

    /**
     * One witness's certificate.
     *
     * @param witness its name in the policy
     * @param at when it signed
     * @param size of the tree that it speaks for
     */
    public record Signature(String witness, Instant at, long size, Verdict verdict) {}

    public Sealing {
        signatures = List.copyOf(signatures);
        refused = List.copyOf(refused);
        missing = List.copyOf(missing);
        reasons = Map.copyOf(reasons);
    }

    /** Nobody is asked, so nothing is sealed. */
    public static Sealing nobody() {
        return new Sealing(0, List.of(), List.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** The policy cannot be used, so nothing is sealed. */
    public static Sealing unusable(String trouble) {
        return new Sealing(0, List.of(), List.of(), List.of(), Map.of(), Optional.empty(), Optional.of(trouble));
    }

    /** The same, with what is known of why somebody's answer does not count. */
    public Sealing because(Map<String, String> why) {
        return new Sealing(needed, signatures, refused, missing, why, since, trouble);
    }

    /** The same, sealed at this time, or not. */
    public Sealing since(Optional<Instant> at) {
        return new Sealing(needed, signatures, refused, missing, reasons, at, trouble);
    }

    /** What this witness has signed since what stands of it, and what does not count. */
    public Optional<Signature> takenBackBy(String witness) {
        return refused.stream().filter(one -> one.witness().equals(witness)).findFirst();
    }

    /** Whether this signature helps to seal the case. */
    public boolean counts(Signature one) {
        return one.verdict().seals() && takenBackBy(one.witness()).isEmpty();
    }

    /** Whether a witness of the policy states that the case deviated: then nothing that others state seals it. */
    public boolean isDisputed() {
        return Stream.concat(signatures.stream(), refused.stream())
                .anyMatch(signature -> signature.verdict() == Verdict.DEVIATED);
    }

    public boolean isSealed() {
        return since.isPresent();
    }
}
