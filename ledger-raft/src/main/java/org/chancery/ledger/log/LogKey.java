package org.chancery.ledger.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/**
 * The key under which a log signs its checkpoints: Ed25519, one per Raft group, named as the log's origin. Where it lies
 * and who may read it, {@link SigningKey} says. Safe for use by several threads.
 */
public final class LogKey {

    private static final String ROLE = "log";

    private final SigningKey key;
    private final VerifierKey verifierKey;

    private LogKey(SigningKey key) {
        this.key = key;
        this.verifierKey = new VerifierKey(key.name(), key.publicKey());
    }

    /**
     * The key in this file; made there if the file does not exist.
     *
     * @param origin the log's name, which is also the key's
     * @throws LedgerException.Unavailable the file cannot be read, belongs to another log, or others may read it
     */
    public static LogKey open(Path file, String origin) {
        return new LogKey(SigningKey.open(file, ROLE, origin));
    }

    /**
     * Gives the key to another member of the group, under a password of the same kind.
     *
     * @throws LedgerException.Unavailable the files cannot be written, or there is a key already
     */
    public void copyTo(Path file) {
        key.copyTo(file);
    }

    /** The public half, for whoever verifies; its text is what {@code log.vkey} holds. */
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /** A checkpoint of this log over the head; the time is kept to the millisecond. */
    public Checkpoint sign(Head head, Instant at) {
        Instant signedAt = at.truncatedTo(ChronoUnit.MILLIS);
        String text = CheckpointNote.text(verifierKey.name(), head, signedAt);
        SignedNote.Signature line = new SignedNote.Signature(
                verifierKey.name(), verifierKey.keyId(), key.sign(text.getBytes(StandardCharsets.UTF_8)));
        return new Checkpoint(verifierKey.name(), head, signedAt, new SignedNote(text, List.of(line)).render());
    }
}
