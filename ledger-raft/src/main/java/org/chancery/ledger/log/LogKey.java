package org.chancery.ledger.log;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/**
 * The keys under which a log signs its checkpoints, all named as the log's origin: one Ed25519 key per Raft group, whose
 * line stands first, and keys of other algorithms as the operator wishes, each of which adds a line. Where they lie and
 * who may read them, {@link SigningKey} and {@link TokenKey} say. Safe for use by several threads.
 */
public final class LogKey {

    private static final String ROLE = "log";

    private final SigningKey main;
    private final List<Signer> signers;

    private record Signer(NoteSigner key, VerifierKey verifierKey) {

        Signer(NoteSigner key) {
            this(key, new VerifierKey(key.name(), key.algorithm(), key.publicKey()));
        }

        SignedNote.Signature line(String text) {
            return new SignedNote.Signature(
                    verifierKey.name(), verifierKey.keyId(), key.sign(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private LogKey(SigningKey main, List<Signer> signers) {
        this.main = main;
        this.signers = List.copyOf(signers);
    }

    /**
     * The Ed25519 key in this file; made there if the file does not exist.
     *
     * @param origin the log's name, which is also the key's
     * @throws LedgerException.Unavailable the file cannot be read, belongs to another log, or others may read it
     */
    public static LogKey open(Path file, String origin) {
        SigningKey main = SigningKey.open(file, ROLE, origin);
        return new LogKey(main, List.of(new Signer(main)));
    }

    /**
     * A further key in a file; made there if the file does not exist.
     *
     * @throws LedgerException.Unavailable as {@link #open(Path, String)}
     */
    public static SigningKey further(Path file, String origin, SignatureAlgorithm algorithm) {
        return SigningKey.open(file, ROLE, origin, algorithm);
    }

    /**
     * These keys and one more, which adds a line of its own.
     *
     * @throws IllegalArgumentException if it is named otherwise, or of an algorithm that is there already
     */
    public LogKey and(NoteSigner further) {
        if (!further.name().equals(verifierKey().name())
                || signers.stream().anyMatch(one -> one.key().algorithm() == further.algorithm())) {
            throw new IllegalArgumentException("a log has one key of each algorithm, all named as itself");
        }
        List<Signer> all = new ArrayList<>(signers);
        all.add(new Signer(further));
        return new LogKey(main, all);
    }

    /**
     * Gives the Ed25519 key to another member of the group, under a password of the same kind.
     *
     * @throws LedgerException.Unavailable the files cannot be written, or there is a key already
     */
    public void copyTo(Path file) {
        main.copyTo(file);
    }

    /** The public half of the Ed25519 key, for whoever verifies. */
    public VerifierKey verifierKey() {
        return signers.getFirst().verifierKey();
    }

    /** All public halves, the Ed25519 one first; their texts are what {@code log.vkey} holds, one a line. */
    public List<VerifierKey> verifierKeys() {
        return signers.stream().map(Signer::verifierKey).toList();
    }

    /**
     * A checkpoint of this log over the head, with a line of every key; the time is kept to the millisecond.
     *
     * @throws LedgerException.Unavailable if a key's token does not sign; then nothing is signed
     */
    public Checkpoint sign(Head head, Instant at) {
        Instant signedAt = at.truncatedTo(ChronoUnit.MILLIS);
        String origin = verifierKey().name();
        String text = CheckpointNote.text(origin, head, signedAt);
        List<SignedNote.Signature> lines =
                signers.stream().map(signer -> signer.line(text)).toList();
        return new Checkpoint(origin, head, signedAt, new SignedNote(text, lines).render());
    }
}
