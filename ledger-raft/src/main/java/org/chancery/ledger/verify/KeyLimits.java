package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Up to where the keys of a log count, for those that ended.
 *
 * @param largest by the text of a retired key: the largest checkpoint that it may have signed
 * @param stolen by the text of a compromised key: since when somebody else may have had it
 */
public record KeyLimits(Map<String, Long> largest, Map<String, Instant> stolen) {

    /** None ended. */
    public static final KeyLimits NONE = new KeyLimits(Map.of(), Map.of());

    public KeyLimits {
        largest = Map.copyOf(largest);
        stolen = Map.copyOf(stolen);
    }

    /** With what a record of this index says besides; of two limits the narrower holds. */
    KeyLimits with(KeyEvent event, long index) {
        Map<String, Long> sizes = new TreeMap<>(largest);
        Map<String, Instant> thefts = new TreeMap<>(stolen);
        switch (event) {
            case KeyEvent.Retired(VerifierKey key) -> sizes.merge(key.text(), index, Math::min);
            case KeyEvent.Compromised(VerifierKey key, Instant since) ->
                thefts.merge(key.text(), since, (one, other) -> one.isBefore(other) ? one : other);
            case KeyEvent.Added added -> {}
        }
        return new KeyLimits(sizes, thefts);
    }

    /** Why the key's signature counts for nothing on this checkpoint; empty if it counts. */
    Optional<Verdict> end(VerifierKey key, CheckpointNote checkpoint, WitnessPolicy policy) {
        Optional<Instant> theft = Optional.ofNullable(stolen.get(key.text()));
        if (theft.isPresent()
                && witnessed(checkpoint, policy).filter(theft.get()::isAfter).isEmpty()) {
            return Optional.of(new Verdict.KeyEnded(key.text(), theft));
        }
        return checkpoint.head().size() > largest.getOrDefault(key.text(), Long.MAX_VALUE)
                ? Optional.of(new Verdict.KeyEnded(key.text(), Optional.empty()))
                : Optional.empty();
    }

    /** Since when as many witnesses as the policy asks for, and at least one, have had the checkpoint. */
    private static Optional<Instant> witnessed(CheckpointNote checkpoint, WitnessPolicy policy) {
        WitnessPolicy.Standing standing = policy.on(checkpoint.note());
        if (!standing.met()) {
            return Optional.empty();
        }
        return standing.since().or(() -> standing.signed().values().stream().min(Instant::compareTo));
    }
}
