package org.chancery.ledger.witness;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.MerkleFrontier;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/**
 * The second opinion of one witness on one log: gives its judge every entry from the first on and signs what it found.
 * Only entries that lead to a root the witness has cosigned are spoken of. At a case's end it signs the case's
 * certificate too. {@link #judge} is for one thread.
 */
final class Jury {

    private static final String ROLE = "lawfulness";

    private final String origin;
    private final String witness;
    private final SigningKey key;
    private final Judge judge;
    private final Clock clock;
    private final Certificates certificates;
    private final MerkleFrontier seen = new MerkleFrontier();
    private final List<Judgement> findings = new ArrayList<>();
    private volatile Optional<Lawfulness> newest = Optional.empty();

    /**
     * @param keyFile its own key, made there the first time; the witness's other key signs checkpoints only
     * @param certified folder of the certificates of cases
     */
    Jury(String origin, Path keyFile, Path certified, String witness, Judge judge, Clock clock) {
        this.origin = origin;
        this.witness = witness;
        this.key = SigningKey.open(keyFile, ROLE, witness + "/" + ROLE);
        this.judge = judge;
        this.clock = clock;
        this.certificates = new Certificates(certified, key, clock);
    }

    /** The witness whose second opinion it is. */
    String witness() {
        return witness;
    }

    VerifierKey verifierKey() {
        return new VerifierKey(key.name(), key.publicKey());
    }

    /** Its certificates of cases. */
    Certificates certificates() {
        return certificates;
    }

    Optional<Lawfulness> newest() {
        return newest;
    }

    /**
     * Judges what is new up to this head and signs the statement.
     *
     * @param cosigned what the witness itself has cosigned
     * @throws LedgerException.Unavailable if the entries read are not those of that root: nothing is stated
     */
    void judge(Head cosigned, LogView log) {
        long next = seen.head().size();
        while (next < cosigned.size()) {
            for (byte[] entry : log.entries(next, cosigned.size())) {
                seen.add(entry);
                findings.addAll(found(next, entry));
                next++;
            }
        }
        if (next == cosigned.size()) {
            if (!seen.head().equals(cosigned)) {
                throw new LedgerException.Unavailable(
                        "The first " + next + " entries of " + origin + " as they were read do not lead to the root"
                                + " that was cosigned: no statement is made. Start the witness again to read them anew",
                        null);
            }
            Lawfulness statement = sign(cosigned);
            certificates.sign(judge.ended(origin, cosigned));
            newest = Optional.of(statement); // whoever sees it finds the certificates
        }
    }

    private List<Judgement> found(long leaf, byte[] entry) {
        List<Judgement> judgements;
        try {
            judgements = judge.judge(leaf, entry);
        } catch (RuntimeException e) {
            // What cannot be read is never taken for lawful; and one bad entry does not silence the witness.
            return List.of(new Judgement.NotJudged(
                    leaf, "the judge failed: " + e.getClass().getSimpleName()));
        }
        return judgements.stream()
                .filter(judgement -> !(judgement instanceof Judgement.Lawful))
                .toList();
    }

    private Lawfulness sign(Head head) {
        Instant at = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String text = LawfulnessNote.text(origin, head, at, findings);
        SignedNote.Signature line = new SignedNote.Signature(
                key.name(), verifierKey().keyId(), key.sign(text.getBytes(StandardCharsets.UTF_8)));
        SignedNote note = new SignedNote(text, List.of(line));
        return new Lawfulness(key.name(), verifierKey().text(), head, at, findings, note.render());
    }
}
