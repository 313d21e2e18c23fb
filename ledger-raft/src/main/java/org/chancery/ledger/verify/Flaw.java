package org.chancery.ledger.verify;

/** Why a text is not a well-formed receipt, note or key. */
public enum Flaw {
    TOO_LONG,
    NOT_UTF8,
    NOT_A_RECEIPT,
    NOT_A_PAGE,
    CONTROL_CHARACTER,
    ENDS_EARLY,
    NO_EMPTY_LINE,
    BAD_VALUE,
    NOT_A_PROOF,
    BAD_INDEX,
    BAD_HASH,
    BAD_CHECKPOINT,
    BAD_SIZE,
    BAD_TIME,
    BAD_SIGNATURE_LINE,
    BAD_KEY,
    BAD_POLICY_LINE,
    BAD_POLICY_NAME,
    BAD_POLICY_ADDRESS,
    NO_POLICY_QUORUM,
    NOT_A_STATEMENT,
    NOT_A_CERTIFICATE,
    NOT_A_KEY_HISTORY
}
