package org.chancery.ledger.verify;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which trusted keys of a log signed a checkpoint, and what stands against it. Further algorithms add to Ed25519 and
 * never take its place: where an Ed25519 key of the log is trusted, one must have signed; whoever trusts its SM2 key
 * alone asks for that line and for no other.
 *
 * @param signers every trusted key that made a line, the one that counts first
 * @param objection why the checkpoint is not believed
 */
record LogSignatures(List<VerifierKey> signers, Optional<Verdict> objection) {

    static LogSignatures of(CheckpointNote checkpoint, Trust trust) {
        SignedNote note = checkpoint.note();
        List<VerifierKey> named = trust.logs().stream()
                .filter(key -> note.signatures().stream().anyMatch(key::made))
                .toList();
        // C2SP signed-note: a bad line of any known key spoils the note, wherever it stands
        boolean spoilt = named.stream()
                .anyMatch(key ->
                        note.signatures().stream().anyMatch(line -> key.made(line) && !key.verifies(note, line)));
        if (spoilt) {
            return refused(new Verdict.Altered(Verdict.Part.CHECKPOINT));
        }
        boolean foreign =
                !named.isEmpty() && named.stream().noneMatch(key -> key.name().equals(checkpoint.origin()));
        if (foreign) {
            return refused(new Verdict.Altered(Verdict.Part.CHECKPOINT));
        }
        List<VerifierKey> signed = ofLog(checkpoint.origin(), named);
        List<VerifierKey> own = signed.stream()
                .filter(key -> end(key, checkpoint, trust).isEmpty())
                .toList();
        Optional<Verdict> end = ed25519(own).or(() -> main(signed)).flatMap(key -> end(key, checkpoint, trust));
        if (end.isPresent()) {
            return refused(end.get());
        }
        Optional<VerifierKey> counts = main(own);
        boolean mainAsked = ed25519(ofLog(checkpoint.origin(), trust.logs())).isPresent();
        if (counts.isEmpty() || mainAsked && counts.get().algorithm() != SignatureAlgorithm.ED25519) {
            return refused(trust.limits()
                    .notOrdered(checkpoint)
                    .orElseGet(() -> new Verdict.UnknownSigner(
                            note.signatures().getFirst().name())));
        }
        List<String> lacking = trust.required().stream()
                .filter(algorithm -> own.stream().noneMatch(key -> key.algorithm() == algorithm))
                .map(SignatureAlgorithm::label)
                .sorted()
                .toList();
        return lacking.isEmpty()
                ? new LogSignatures(first(counts.get(), own), Optional.empty())
                : refused(new Verdict.NotSigned(lacking));
    }

    private static Optional<Verdict> end(VerifierKey key, CheckpointNote checkpoint, Trust trust) {
        return trust.limits().end(key, checkpoint, trust.policy());
    }

    /** The key that counts: Ed25519 before others, else in the order in which they were given. */
    private static Optional<VerifierKey> main(List<VerifierKey> keys) {
        return ed25519(keys).or(() -> keys.stream().findFirst());
    }

    private static Optional<VerifierKey> ed25519(List<VerifierKey> keys) {
        return keys.stream()
                .filter(key -> key.algorithm() == SignatureAlgorithm.ED25519)
                .findFirst();
    }

    private static List<VerifierKey> ofLog(String origin, List<VerifierKey> keys) {
        return keys.stream().filter(key -> key.name().equals(origin)).toList();
    }

    private static List<VerifierKey> first(VerifierKey main, List<VerifierKey> all) {
        return Stream.concat(Stream.of(main), all.stream().filter(key -> !key.equals(main)))
                .toList();
    }

    private static LogSignatures refused(Verdict why) {
        return new LogSignatures(List.of(), Optional.of(why));
    }
}
