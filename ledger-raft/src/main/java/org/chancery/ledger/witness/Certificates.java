package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Hash;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that one witness has signed, one file for each case, named by the hash of its pseudonym: whatever a
 * log calls a case leads out of no folder. The newest replaces the one before; one that says nothing new is not signed
 * again, so that it goes on telling since when it holds. One that is lost is signed anew after the next start.
 */
final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final Path folder;
    private final Disk disk;
    private final SigningKey key;
    private final Clock clock;
    private final Deque<CaseStatement> due = new ArrayDeque<>();

    Certificates(Path folder, SigningKey key, Clock clock) {
        this.folder = folder;
        this.disk = new FileDisk(folder);
        this.key = key;
        this.clock = clock;
    }

    /** @throws LedgerException.Unavailable if one cannot be kept; it is tried again at the next call */
    void sign(List<CaseStatement> statements) {
        due.addAll(statements);
        while (!due.isEmpty()) {
            try {
                sign(due.getFirst());
                due.removeFirst();
            } catch (IOException e) {
                throw new LedgerException.Unavailable("The certificate of a case cannot be kept in " + folder, e);
            } catch (MalformedTextException e) {
                LOG.error("What the judge says of a case cannot be certified; the case stays unsealed", e);
                due.removeFirst(); // a lie that is told in a way of its own must not silence the witness
            }
        }
    }

    private void sign(CaseStatement statement) throws IOException, MalformedTextException {
        if (of(statement.caseName()).filter(kept -> kept.says(statement.json())).isPresent()) {
            return;
        }
        String text = CaseCertificateNote.text(clock.instant().truncatedTo(ChronoUnit.MILLIS), statement.json());
        SignedNote.Signature line = new SignedNote.Signature(
                key.name(),
                new VerifierKey(key.name(), key.publicKey()).keyId(),
                key.sign(text.getBytes(StandardCharsets.UTF_8)));
        String note = new SignedNote(text, List.of(line)).render();
        CaseCertificateNote.parse(note); // what nobody could read is not kept
        Path file = file(statement.caseName());
        disk.createFolders(file.getParent());
        disk.publish(file, List.of(note.getBytes(StandardCharsets.UTF_8)));
    }

    /** The newest certificate of a case; one that cannot be read, or is another key's, is none. */
    Optional<CaseCertificateNote> of(String caseName) {
        Path file = file(caseName);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            CaseCertificateNote kept = CaseCertificateNote.parse(Files.readString(file));
            return Optional.of(kept).filter(one -> one.signedBy(new VerifierKey(key.name(), key.publicKey())));
        } catch (IOException | MalformedTextException e) {
            return Optional.empty();
        }
    }

    private Path file(String caseName) {
        String hash = new Hash(Rfc6962.sha256(caseName.getBytes(StandardCharsets.UTF_8))).hex();
        return folder.resolve(hash.substring(0, 2)).resolve(hash);
    }
}
