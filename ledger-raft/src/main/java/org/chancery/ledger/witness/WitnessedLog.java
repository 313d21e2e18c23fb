package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log as a witness follows it. Comparing with the last checkpoint and replacing it are one step: otherwise two
 * requests at a time could roll it back.
 */
final class WitnessedLog {

    private static final Logger LOG = LoggerFactory.getLogger(WitnessedLog.class);

    private final String origin;
    private final List<VerifierKey> keys;
    private final WitnessSigner signer;
    private final WitnessFiles files;
    private volatile Optional<WitnessFiles.Kept> newest;

    /** @param keys those that the witness trusts for this log, all named as its origin */
    WitnessedLog(String origin, List<VerifierKey> keys, WitnessSigner signer, WitnessFiles files) throws IOException {
        this.origin = origin;
        this.keys = List.copyOf(keys);
        this.signer = signer;
        this.files = files;
        this.newest = files.newest(signer.publicKey());
    }

    String origin() {
        return origin;
    }

    /** The last checkpoint it cosigned. */
    Optional<SignedNote> newest() {
        return newest.map(WitnessFiles.Kept::note);
    }

    /** Size and root of that; of nothing if there is none. */
    Head head() {
        return newest.map(WitnessFiles.Kept::head).orElse(CheckpointRules.NOTHING);
    }

    /** Whether no key that is trusted for this log signed the note. */
    Optional<Answer.Reason> objection(SignedNote note) {
        return CheckpointRules.signed(note, keys);
    }

    /** Folders with two checkpoints each that the log signed for one size with different roots. */
    List<Path> splitViews() {
        return folders(WitnessFiles.Contradiction.SPLIT_VIEW);
    }

    private List<Path> folders(WitnessFiles.Contradiction kind) {
        try {
            return files.kept(kind);
        } catch (IOException e) {
            throw new LedgerException.Unavailable("The kept contradictions of " + origin + " cannot be read", e);
        }
    }

    /** Folders with two checkpoints each that the log could not join by a proof of its own. */
    List<Path> inconsistencies() {
        return folders(WitnessFiles.Contradiction.INCONSISTENT);
    }

    synchronized void keepInconsistent(SignedNote note) {
        if (objection(note).isPresent() || newest.isEmpty()) {
            return;
        }
        try {
            files.keep(WitnessFiles.Contradiction.INCONSISTENT, newest.get().note(), logOnly(note));
        } catch (IOException e) {
            throw new LedgerException.Unavailable("The witness cannot write to its folder", e);
        }
    }

    /** @throws LedgerException.Unavailable if the disk does not keep it; then nothing was signed */
    synchronized Answer add(AddCheckpoint request) {
        Optional<Answer.Reason> unsigned = objection(request.note());
        if (unsigned.isPresent()) {
            return new Answer.Refused(unsigned.get());
        }
        try {
            keepIfSplit(request);
            Optional<Answer> objection = CheckpointRules.extended(request, head());
            return objection.isPresent() ? objection.get() : cosign(request);
        } catch (IOException e) {
            throw new LedgerException.Unavailable(
                    "The witness cannot write to its folder, so it did not sign; try again once it can", e);
        }
    }

    /** Whatever the request says about sizes: the log's own signature under a second root is the proof. */
    private void keepIfSplit(AddCheckpoint request) throws IOException {
        if (newest.isPresent() && CheckpointRules.isSplit(request.head(), head())) {
            LOG.error(
                    "{} signed two different logs of {} entries: both checkpoints are kept as proof",
                    origin,
                    request.head().size());
            files.keep(WitnessFiles.Contradiction.SPLIT_VIEW, newest.get().note(), logOnly(request.note()));
        }
    }

    private Answer cosign(AddCheckpoint request) throws IOException {
        SignedNote note = logOnly(request.note());
        SignedNote.Signature line = signer.cosign(note);
        List<SignedNote.Signature> lines = new ArrayList<>(note.signatures());
        lines.add(line);
        SignedNote cosigned = new SignedNote(note.text(), lines);
        files.keep(cosigned);
        newest = Optional.of(new WitnessFiles.Kept(cosigned, request.head()));
        return new Answer.Cosigned(line);
    }

    /** Without the lines that nobody here has verified. */
    private SignedNote logOnly(SignedNote note) {
        return new SignedNote(
                note.text(),
                note.signatures().stream()
                        .filter(line -> keys.stream().anyMatch(key -> key.made(line)))
                        .toList());
    }
}
