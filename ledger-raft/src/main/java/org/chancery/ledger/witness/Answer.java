package org.chancery.ledger.witness;

import org.chancery.ledger.verify.SignedNote;

/** What a witness answers to a request for a cosignature, C2SP tlog-witness. */
public sealed interface Answer {

    /** 200: the new line for the checkpoint. It is kept on disk already. */
    record Cosigned(SignedNote.Signature line) implements Answer {}

    /** 409: the request does not start from what was cosigned last, which has this size. */
    record Conflict(long size) implements Answer {}

    /** Nothing was signed or changed. */
    record Refused(Reason reason) implements Answer {}

    /** Why nothing was signed. */
    enum Reason {
        MALFORMED(400, "the request is not as C2SP tlog-witness describes it"),
        OLD_BEYOND_NEW(400, "the old size is larger than the checkpoint's"),
        UNKNOWN_LOG(404, "this witness does not follow a log of this origin"),
        NOT_SIGNED(403, "no key that this witness trusts for the log signed the checkpoint"),
        FORGED(403, "a line names a key that this witness trusts, but that key did not make it"),
        FALSE_EMPTY_ROOT(422, "a log without entries has the root of the empty tree"),
        NOT_CONSISTENT(422, "the proof does not lead from what was cosigned last to this checkpoint"),
        SPLIT_VIEW(422, "the log signed another root for a size that was cosigned already; both are kept as proof");

        private final int status;
        private final String text;

        Reason(int status, String text) {
            this.status = status;
            this.text = text;
        }

        /** HTTP status. */
        public int status() {
            return status;
        }

        /** One line in English. */
        public String text() {
            return text;
        }
    }
}
