package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Hash;

/** Checks receipts against the verifier keys of logs that are trusted. Holds no other state; any thread may use it. */
public final class ReceiptVerifier {

    private final List<VerifierKey> trusted;

    public ReceiptVerifier(List<VerifierKey> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** Checks the bytes of a {@code .receipt} file. */
    public Verdict verify(byte[] file) {
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

    private Verdict verify(ReceiptText receipt) throws MalformedTextException {
        CheckpointNote checkpoint = receipt.checkpoint();
        List<SignedNote.Signature> signatures = checkpoint.note().signatures();
        if (signatures.size() != 1) {
            long lines = receipt.render().chars().filter(c -> c == '\n').count();
            throw new MalformedTextException((int) lines, Flaw.NOT_ONE_SIGNATURE);
        }
        SignedNote.Signature signature = signatures.getFirst();
        Optional<VerifierKey> key =
                trusted.stream().filter(known -> known.made(signature)).findFirst();
        if (key.isEmpty()) {
            return new Verdict.UnknownSigner(signature.name());
        }
        if (!checkpoint.signedBy(key.get())) {
            return new Verdict.Altered(Verdict.Part.CHECKPOINT);
        }
        Hash leaf = new Hash(Rfc6962.leaf(receipt.record().getBytes(StandardCharsets.UTF_8)));
        if (!ProofVerifier.includes(receipt.index(), leaf, receipt.proof(), checkpoint.head())) {
            return new Verdict.Altered(Verdict.Part.RECORD_OR_PROOF);
        }
        return new Verdict.Valid(
                checkpoint.signedAt(),
                checkpoint.origin(),
                receipt.index(),
                checkpoint.head().size(),
                receipt.record());
    }
}
