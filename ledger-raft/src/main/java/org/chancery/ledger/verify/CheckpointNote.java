package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.Optional;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;

/**
 * A checkpoint as our logs write it: C2SP tlog-checkpoint with one extension line for the time.
 *
 * @param origin the log's name
 * @param head size and root
 * @param signedAt from the extension line {@code time <ISO 8601 UTC>}
 * @param note text and signatures
 */
public record CheckpointNote(String origin, Head head, Instant signedAt, SignedNote note) {

    private static final String TIME = "time ";

    /** The text that a log signs. */
    public static String text(String origin, Head head, Instant signedAt) {
        return origin + "\n" + head.size() + "\n" + head.root().base64() + "\n" + TIME + signedAt + "\n";
    }

    /** Reads a checkpoint; says nothing about its signatures yet. */
    public static CheckpointNote parse(String text) throws MalformedTextException {
        SignedNote note = SignedNote.parse(text);
        CheckpointText checkpoint = CheckpointText.of(note);
        if (checkpoint.extensions().size() != 1) {
            throw new MalformedTextException(CheckpointText.FIRST_EXTENSION, Flaw.BAD_CHECKPOINT);
        }
        Instant signedAt = Optional.of(checkpoint.extensions().getFirst())
                .filter(line -> line.startsWith(TIME))
                .flatMap(line -> Canonical.instant(line.substring(TIME.length())))
                .orElseThrow(() -> new MalformedTextException(CheckpointText.FIRST_EXTENSION, Flaw.BAD_TIME));
        return new CheckpointNote(checkpoint.origin(), checkpoint.head(), signedAt, note);
    }

    /** Whether the log of this key signed it: C2SP wants the key's name to be the origin. */
    public boolean signedBy(VerifierKey key) {
        return origin.equals(key.name()) && note.signatures().stream().anyMatch(line -> key.verifies(note, line));
    }

    /** The same as the ledger's record. */
    public Checkpoint checkpoint() {
        return new Checkpoint(origin, head, signedAt, note.render());
    }
}
