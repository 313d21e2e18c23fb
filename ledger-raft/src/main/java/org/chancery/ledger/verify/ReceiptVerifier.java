package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Hash;

/** Checks receipts against the verifier keys of logs that are trusted. Holds no other state; any thread may use it. */
public final class ReceiptVerifier {

    private final List<VerifierKey> logs;
    private final WitnessPolicy policy;

    /** Trusts these logs and asks for no witness; who cosigned is not checked. */
    public ReceiptVerifier(List<VerifierKey> logs) {
        this(logs, new WitnessPolicy(List.of(), List.of(), new WitnessPolicy.Quorum.None()));
    }

    /** Trusts these logs, and believes their checkpoints only if the policy's witnesses cosigned as it wants. */
    public ReceiptVerifier(List<VerifierKey> logs, WitnessPolicy policy) {
        this.logs = List.copyOf(logs);
        this.policy = policy;
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
        List<SignedNote.Signature> signatures = checkpoint.note().signatures();
        Optional<VerifierKey> key = logs.stream()
                .filter(known -> signatures.stream().anyMatch(known::made))
                .findFirst();
        if (key.isEmpty()) {
            return new Verdict.UnknownSigner(signatures.getFirst().name());
        }
        // C2SP signed-note: a bad line of any known key spoils the note, wherever it stands
        boolean spoilt = logs.stream()
                .anyMatch(known -> signatures.stream()
                        .anyMatch(line -> known.made(line) && !known.verifies(checkpoint.note(), line)));
        if (spoilt || !checkpoint.signedBy(key.get())) {
            return new Verdict.Altered(Verdict.Part.CHECKPOINT);
        }
        WitnessPolicy.Standing standing = policy.on(checkpoint.note());
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
                ? valid(receipt, new Verdict.Witnesses(standing.signed(), unchecked(signatures, key.get())))
                : new Verdict.NotWitnessed(standing.missing());
    }

    /** Text form of the trusted key that signed a receipt; empty if there is none. */
    Optional<String> signerOf(String receipt) throws MalformedTextException {
        CheckpointNote checkpoint =
                ReceiptText.parse(receipt.getBytes(StandardCharsets.UTF_8)).checkpoint();
        return logs.stream().filter(checkpoint::signedBy).map(VerifierKey::text).findFirst();
    }

    private List<String> unchecked(List<SignedNote.Signature> signatures, VerifierKey key) {
        return signatures.stream()
                .filter(line -> !key.made(line)
                        && policy.witnesses().stream()
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
