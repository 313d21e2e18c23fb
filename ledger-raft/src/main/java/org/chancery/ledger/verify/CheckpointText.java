package org.chancery.ledger.verify;

import java.util.List;
import java.util.OptionalLong;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;

/**
 * The text of any log's checkpoint, C2SP tlog-checkpoint "Note text". Whether root and size can belong together is not
 * said here: a checkpoint of size 0 with another root than {@link Rfc6962#empty} is well formed and false.
 *
 * @param origin the log's name
 * @param head size, below 10^18, and root
 * @param extensions further lines, none of them empty
 */
public record CheckpointText(String origin, Head head, List<String> extensions) {

    /** Line of the first extension, from 1. */
    static final int FIRST_EXTENSION = 4;

    public CheckpointText {
        extensions = List.copyOf(extensions);
    }

    /** Reads a note's text; says nothing about its signatures. */
    public static CheckpointText of(SignedNote note) throws MalformedTextException {
        List<String> lines = note.text().lines().toList();
        if (lines.size() < FIRST_EXTENSION - 1) {
            throw new MalformedTextException(lines.size() + 1, Flaw.BAD_CHECKPOINT);
        }
        int empty = lines.indexOf("");
        if (empty >= 0) {
            throw new MalformedTextException(empty + 1, Flaw.BAD_CHECKPOINT);
        }
        OptionalLong size = Canonical.number(lines.get(1));
        if (size.isEmpty()) {
            throw new MalformedTextException(2, Flaw.BAD_SIZE);
        }
        Hash root = Canonical.hash(lines.get(2)).orElseThrow(() -> new MalformedTextException(3, Flaw.BAD_HASH));
        return new CheckpointText(
                lines.getFirst(), new Head(size.getAsLong(), root), lines.subList(FIRST_EXTENSION - 1, lines.size()));
    }
}
