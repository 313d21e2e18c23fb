package org.chancery.ledger.witness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that one witness has signed. The newest of a case replaces the one before; one that says nothing new
 * is not signed again, so that it goes on telling since when it holds. One that is lost is signed anew when all
 * entries are read anew.
 */
final class Certificates {

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);

    private final CertificateFiles files;
    private final SigningKey key;
    private final Clock clock;
    private final Deque<CaseStatement> due = new ArrayDeque<>();
    private volatile Consumer<CaseCertificateNote> listener = certificate -> {};

    Certificates(Path folder, SigningKey key, Clock clock) {
        this.files = new CertificateFiles(folder);
        this.key = key;
        this.clock = clock;
    }

    /** Tells this one, too, of every certificate that holds from now on: one that is new, or was asked for again. */
    void tell(Consumer<CaseCertificateNote> other) {
        listener = other;
    }

    /** @throws LedgerException.Unavailable if one cannot be kept; it is tried again at the next call */
    void sign(List<CaseStatement> statements) {
        due.addAll(statements);
        while (!due.isEmpty()) {
            try {
                listener.accept(signed(due.getFirst()));
                due.removeFirst();
            } catch (IOException e) {
                throw new LedgerException.Unavailable("The certificate of a case cannot be kept in " + files, e);
            } catch (MalformedTextException e) {
                LOG.error("What the judge says of a case cannot be certified; the case stays unsealed", e);
                due.removeFirst(); // a lie that is told in a way of its own must not silence the witness
            }
        }
    }

    /** Whether all that it was given is signed and kept. */
    boolean areSigned() {
        return due.isEmpty();
    }

    private CaseCertificateNote signed(CaseStatement statement) throws IOException, MalformedTextException {
        Optional<CaseCertificateNote> kept = of(statement.caseName()).filter(one -> one.says(statement.json()));
        if (kept.isPresent()) {
            return kept.get();
        }
        String text = CaseCertificateNote.text(clock.instant().truncatedTo(ChronoUnit.MILLIS), statement.json());
        SignedNote.Signature line = new SignedNote.Signature(
                key.name(), verifierKey().keyId(), key.sign(text.getBytes(StandardCharsets.UTF_8)));
        // what nobody could read is not kept
        CaseCertificateNote certificate = CaseCertificateNote.parse(new SignedNote(text, List.of(line)).render());
        files.keep(certificate);
        return certificate;
    }

    /** The newest certificate of a case; one that cannot be read, or is another key's, is none. */
    Optional<CaseCertificateNote> of(String caseName) {
        return files.of(caseName).filter(kept -> kept.signedBy(verifierKey()));
    }

    /** Hashes of cases that it certified, those that begin with this number, but for what the others have too. */
    List<String> missing(int first, CertificateFiles others) {
        return files.hashes(first).stream().filter(hash -> !others.has(hash)).toList();
    }

    /** As {@link #of}, by the hash of the case's name. */
    Optional<CaseCertificateNote> byHash(String hash) {
        return files.byHash(hash).filter(kept -> kept.signedBy(verifierKey()));
    }

    private VerifierKey verifierKey() {
        return new VerifierKey(key.name(), key.publicKey());
    }
}
