package org.chancery.ledger;

import java.time.Instant;
import java.util.List;
import org.chancery.ledger.verify.Findings;

/**
 * A witness's signed statement of which entries are lawful: all of them up to a size, but for the ones it lists. Two are
 * equal if they are the same signed note. No record, since it keeps its list as it was written once: the list may be
 * long, and is asked for more often than it changes.
 */
public final class Lawfulness {

    private final String witness;
    private final String verifierKey;
    private final Head head;
    private final Instant at;
    private final List<Judgement> findings;
    private final String note;

    /** Written when it is first asked for; whoever comes at the same moment writes the same. */
    private volatile Written written;

    private record Written(String text, Hash digest) {}

    /**
     * @param witness name of the key that signed it
     * @param verifierKey that key, C2SP signed-note
     * @param head what was judged; the witness has cosigned it too
     * @param at when it was signed
     * @param findings every deviation and everything not judged, in the order of the log; never {@link Judgement.Lawful}
     * @param note the statement, a C2SP signed-note; {@code org.chancery.ledger.verify.LawfulnessNote} describes it
     */
    public Lawfulness(
            String witness, String verifierKey, Head head, Instant at, List<Judgement> findings, String note) {
        this.witness = witness;
        this.verifierKey = verifierKey;
        this.head = head;
        this.at = at;
        this.findings = List.copyOf(findings);
        this.note = note;
    }

    /** Name of the key that signed it. */
    public String witness() {
        return witness;
    }

    /** That key, C2SP signed-note. */
    public String verifierKey() {
        return verifierKey;
    }

    /** What was judged. */
    public Head head() {
        return head;
    }

    /** When it was signed. */
    public Instant at() {
        return at;
    }

    /** Every deviation and everything not judged, in the order of the log. */
    public List<Judgement> findings() {
        return findings;
    }

    /** The statement, a C2SP signed-note. */
    public String note() {
        return note;
    }

    /** The list of findings as anybody may check it: UTF-8, one line each; {@link #findingsDigest} is over its bytes. */
    public String findingsText() {
        return written().text();
    }

    /** SHA-256 of the list, which the statement carries. */
    public Hash findingsDigest() {
        return written().digest();
    }

    private Written written() {
        Written known = written;
        if (known == null) {
            String text = Findings.text(findings);
            known = new Written(text, Findings.digest(text));
            written = known;
        }
        return known;
    }

    /** Eight hex digits of the key that signed it, as its verifier key has them. */
    public String keyId() {
        return verifierKey.substring(witness.length() + 1, witness.length() + 9);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Lawfulness said && note.equals(said.note) && verifierKey.equals(said.verifierKey);
    }

    @Override
    public int hashCode() {
        return note.hashCode();
    }

    @Override
    public String toString() {
        return note;
    }
}
