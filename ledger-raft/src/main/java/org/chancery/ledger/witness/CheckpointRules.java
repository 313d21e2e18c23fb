package org.chancery.ledger.witness;

import java.util.List;
import java.util.Optional;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.ProofVerifier;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;

/** When a checkpoint may be cosigned: the rules of C2SP tlog-witness "add-checkpoint", in the order of the text. */
final class CheckpointRules {

    static final Head NOTHING = new Head(0, new Hash(Rfc6962.empty()));

    private CheckpointRules() {}

    /** Whether the log signed it; lines of keys that are not trusted are passed over. */
    static Optional<Answer.Reason> signed(SignedNote note, List<VerifierKey> trusted) {
        boolean signed = false;
        for (VerifierKey key : trusted) {
            for (SignedNote.Signature line : note.signatures()) {
                if (key.made(line)) {
                    if (!key.verifies(note, line)) {
                        return Optional.of(Answer.Reason.FORGED);
                    }
                    signed = true;
                }
            }
        }
        return signed ? Optional.empty() : Optional.of(Answer.Reason.NOT_SIGNED);
    }

    /**
     * Whether a signed checkpoint extends what was cosigned last.
     *
     * @param last {@link #NOTHING} if this log was never cosigned
     * @return what stands against it
     */
    static Optional<Answer> extended(AddCheckpoint request, Head last) {
        Head head = request.head();
        if (request.oldSize() > head.size()) {
            return refused(Answer.Reason.OLD_BEYOND_NEW);
        }
        if (request.oldSize() != last.size()) {
            return Optional.of(new Answer.Conflict(last.size()));
        }
        if (head.size() == 0 && !head.root().equals(NOTHING.root())) {
            return refused(Answer.Reason.FALSE_EMPTY_ROOT);
        }
        if (last.size() == 0) {
            // Every tree extends the empty one; ProofVerifier rightly says that this proves nothing.
            return request.proof().isEmpty() ? Optional.empty() : refused(Answer.Reason.NOT_CONSISTENT);
        }
        if (isSplit(head, last)) {
            return refused(Answer.Reason.SPLIT_VIEW);
        }
        return ProofVerifier.consistent(last, head, request.proof())
                ? Optional.empty()
                : refused(Answer.Reason.NOT_CONSISTENT);
    }

    /** Whether both cannot be of one log: it must have lied to somebody. */
    static boolean isSplit(Head head, Head last) {
        return head.size() == last.size() && !head.root().equals(last.root());
    }

    private static Optional<Answer> refused(Answer.Reason reason) {
        return Optional.of(new Answer.Refused(reason));
    }
}
