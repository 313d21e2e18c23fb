package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Hash;
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
        List<String> lines = List.of(note.text().split("\n", -1));
        // Four lines, each ended by a newline: the split leaves an empty string behind the last.
        if (lines.size() != 5) {
            throw new MalformedTextException(Math.min(lines.size(), 4), Flaw.BAD_CHECKPOINT);
        }
        if (lines.getFirst().isEmpty()) {
            throw new MalformedTextException(1, Flaw.BAD_CHECKPOINT);
        }
        OptionalLong size = Canonical.number(lines.get(1));
        if (size.isEmpty()) {
            throw new MalformedTextException(2, Flaw.BAD_SIZE);
        }
        Hash root = Canonical.hash(lines.get(2)).orElseThrow(() -> new MalformedTextException(3, Flaw.BAD_HASH));
        Optional<Instant> time = Optional.of(lines.get(3))
                .filter(line -> line.startsWith(TIME))
                .flatMap(line -> Canonical.instant(line.substring(TIME.length())));
        Instant signedAt = time.orElseThrow(() -> new MalformedTextException(4, Flaw.BAD_TIME));
        return new CheckpointNote(lines.getFirst(), new Head(size.getAsLong(), root), signedAt, note);
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
