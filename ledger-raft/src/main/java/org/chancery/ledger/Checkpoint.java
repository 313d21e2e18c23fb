package org.chancery.ledger;

import java.time.Instant;

/**
 * A signed statement of the log's size and root: C2SP tlog-checkpoint in a C2SP signed-note.
 *
 * @param origin the log's name, first line of the note
 * @param head the size and root it states
 * @param signedAt when this node signed it; the note's text carries it as an extension line, so receipts can state
 *     the moment they speak for
 * @param note the whole note as text, signatures included, as served at {@code /checkpoint}
 */
public record Checkpoint(String origin, Head head, Instant signedAt, String note) {}
