package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Hash;

/** Checks receipts against the verifier keys of logs that are trusted. Holds no other state; any thread may use it. */
public final class ReceiptVerifier {

    private final Trust trust;

    /** Trusts these logs and asks for no witness; who cosigned is not checked. */
    public ReceiptVerifier(List<VerifierKey> logs) {
        this(Trust.in(logs));
    }

    /** Trusts these logs, and believes their checkpoints only if the policy's witnesses cosigned as it wants. */
    public ReceiptVerifier(List<VerifierKey> logs, WitnessPolicy policy) {
        this(Trust.in(logs, policy));
    }

    public ReceiptVerifier(Trust trust) {
        this.trust = trust;
    }

    /** The same trust, in the light of a history besides. */
    ReceiptVerifier inTheLightOf(KeyHistory history) {
        return history.receipts().isEmpty() ? this : new ReceiptVerifier(trust.inTheLightOf(history));
    }

    /** Checks the bytes of a {@code .receipt} file or of the page of a case. */
    public Verdict verify(byte[] file) {
        if (PageText.looksLike(file)) {
            return new PageVerifier(this).verify(file);
        }
        try {
            ReceiptText receipt = ReceiptText.parse(file);
            if (!Arrays.equals(receipt.render().getBytes(StandardCharsets.UTF_8), file)) {
                throw new MalformedTextException(1, Flaw.NOT_A_RECEIPT);
            }
            return verify(receipt);
        } catch (MalformedTextException e) {
            return new Verdict.Malformed(e.line(), e.flaw());
        }
    }

    /**
     * The same in the light of other records.
     *
     * @param others valid receipts: if one says that the case's status became another one, this receipt is revoked
     */
    public Verdict verify(byte[] file, List<Verdict.Valid> others) {
        Verdict verdict = verify(file);
        return verdict instanceof Verdict.Valid valid ? LaterStatus.of(valid, others) : verdict;
    }

    private Verdict verify(ReceiptText receipt) {
        CheckpointNote checkpoint = receipt.checkpoint();
        LogSignatures log = LogSignatures.of(checkpoint, trust);
        if (log.objection().isPresent()) {
            return log.objection().get();
        }
        WitnessPolicy.Standing standing = trust.policy().on(checkpoint.note());
        if (!standing.forged().isEmpty()) {
            return new Verdict.Altered(Verdict.Part.COSIGNATURE, String.join(", ", standing.forged()));
        }
        Hash leaf = new Hash(Rfc6962.leaf(receipt.record().getBytes(StandardCharsets.UTF_8)));
        if (!ProofVerifier.includes(receipt.index(), leaf, receipt.proof(), checkpoint.head())) {
            return new Verdict.Altered(Verdict.Part.RECORD_OR_PROOF);
        }
        // A receipt may leave the values out altogether; one that tells of any tells of all.
        Optional<Verdict.Altered> problem = receipt.values().isEmpty()
                ? Optional.empty()
                : CommitmentCheck.of(receipt.record()).problem(receipt.values());
        if (problem.isPresent()) {
            return problem.get();
        }
        return standing.met()
                ? valid(receipt, new Verdict.Witnesses(standing.signed(), unchecked(checkpoint.note(), log)))
                : new Verdict.NotWitnessed(standing.missing());
    }

    /**
     * Whether this is the key that counts among those that signed a valid receipt. Who trusts no Ed25519 key of the log
     * cannot tell that of one; then it must have signed all the same.
     */
    boolean isSigner(String receipt, String key) throws MalformedTextException {
        ReceiptText text = ReceiptText.parse(receipt.getBytes(StandardCharsets.UTF_8));
        Optional<VerifierKey> counts = signers(text).stream().findFirst();
        if (counts.map(VerifierKey::text).equals(Optional.of(key))) {
            return true;
        }
        try {
            return counts.filter(known -> known.algorithm() != SignatureAlgorithm.ED25519)
                            .isPresent()
                    && text.checkpoint().signedBy(VerifierKey.parse(key));
        } catch (MalformedTextException e) {
            return false;
        }
    }

    /** The trusted keys of the log that signed a receipt, the one that counts first; none if it is not believed. */
    List<VerifierKey> signers(ReceiptText receipt) {
        return LogSignatures.of(receipt.checkpoint(), trust).signers();
    }

    private List<String> unchecked(SignedNote note, LogSignatures log) {
        return note.signatures().stream()
                .filter(line -> log.signers().stream().noneMatch(key -> key.made(line))
                        && trust.policy().witnesses().stream()
                                .noneMatch(witness -> witness.key().made(line)))
                .map(SignedNote.Signature::name)
                .toList();
    }

    private static Verdict valid(ReceiptText receipt, Verdict.Witnesses witnesses) {
        CheckpointNote checkpoint = receipt.checkpoint();
        return new Verdict.Valid(
                checkpoint.signedAt(),
                checkpoint.origin(),
                receipt.index(),
                checkpoint.head().size(),
                receipt.record(),
                receipt.values(),
                witnesses);
    }
}
