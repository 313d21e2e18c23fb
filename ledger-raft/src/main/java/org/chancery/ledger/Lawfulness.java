package org.chancery.ledger;

import java.time.Instant;
import java.util.List;
import org.chancery.ledger.verify.Findings;

/**
 * A witness's signed statement of which entries are lawful: all of them up to a size, but for the ones it lists.
 *
 * @param witness name of the key that signed it
 * @param verifierKey that key, C2SP signed-note
 * @param head what was judged; the witness has cosigned it too
 * @param at when it was signed
 * @param findings every deviation and everything not judged, in the order of the log; never {@link Judgement.Lawful}
 * @param note the statement, a C2SP signed-note; {@code org.chancery.ledger.verify.LawfulnessNote} describes it
 */
public record Lawfulness(
        String witness, String verifierKey, Head head, Instant at, List<Judgement> findings, String note) {

    public Lawfulness {
        findings = List.copyOf(findings);
    }

    /** The list of findings as anybody may check it: UTF-8, one line each; {@link #findingsDigest} is over its bytes. */
    public String findingsText() {
        return Findings.text(findings);
    }

    /** SHA-256 of the list, which the statement carries. */
    public Hash findingsDigest() {
        return Findings.digest(findingsText());
    }

    /** Eight hex digits of the key that signed it, as its verifier key has them. */
    public String keyId() {
        return verifierKey.substring(witness.length() + 1, witness.length() + 9);
    }
}
