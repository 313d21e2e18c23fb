package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Up to where the keys of a log count, for those that ended, and what the log tells of its keys.
 *
 * @param largest by the text of a retired key: the largest checkpoint that it may have signed
 * @param stolen by the text of a compromised key: since when somebody else may have had it
 * @param acts what entries say of keys, and on whose order, in their order; also what nobody ordered, on which nothing
 *     is built
 */
public record KeyLimits(Map<String, Long> largest, Map<String, Instant> stolen, List<KeyAct> acts) {

    /** None ended. */
    public static final KeyLimits NONE = new KeyLimits(Map.of(), Map.of(), List.of());

    public KeyLimits {
        largest = Map.copyOf(largest);
        stolen = Map.copyOf(stolen);
        acts = List.copyOf(acts);
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
        return new KeyLimits(sizes, thefts, acts);
    }

    KeyLimits telling(Collection<KeyAct> all) {
        return new KeyLimits(
                largest,
                stolen,
                all.stream().sorted(Comparator.comparingLong(KeyAct::index)).toList());
    }

    /** Why the key's signature counts for nothing on this checkpoint; empty if it counts. */
    Optional<Verdict> end(VerifierKey key, CheckpointNote checkpoint, WitnessPolicy policy) {
        Optional<Verdict> doubt = doubts().filter(act -> act.event().key().equals(key))
                .findFirst()
                .map(KeyLimits::notOrdered);
        if (doubt.isPresent()) {
            return doubt;
        }
        Optional<Instant> theft = Optional.ofNullable(stolen.get(key.text()));
        if (theft.isPresent()
                && witnessed(checkpoint, policy).filter(theft.get()::isAfter).isEmpty()) {
            return Optional.of(new Verdict.KeyEnded(key.text(), theft));
        }
        return checkpoint.head().size() > largest.getOrDefault(key.text(), Long.MAX_VALUE)
                ? Optional.of(new Verdict.KeyEnded(key.text(), Optional.empty()))
                : Optional.empty();
    }

    /** Why a key that is not trusted is not: it is named by an entry that nobody ordered. */
    Optional<Verdict> notOrdered(CheckpointNote checkpoint) {
        return doubts().filter(act -> checkpoint.note().signatures().stream()
                        .anyMatch(line -> act.event().key().made(line)))
                .findFirst()
                .map(KeyLimits::notOrdered);
    }

    /** What was not ordered, unless another entry says the same on an order. */
    private Stream<KeyAct> doubts() {
        return acts.stream()
                .filter(act -> !act.isOrdered()
                        && acts.stream()
                                .noneMatch(other ->
                                        other.isOrdered() && other.event().equals(act.event())));
    }

    private static Verdict notOrdered(KeyAct act) {
        return new Verdict.KeyNotOrdered(
                act.event().key().text(), act.index(), (KeyAuthority.NotOrdered) act.authority());
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
