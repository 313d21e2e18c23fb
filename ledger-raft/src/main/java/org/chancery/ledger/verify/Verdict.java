package org.chancery.ledger.verify;

import java.time.Instant;

/** What a check of a receipt found. */
public sealed interface Verdict {

    /**
     * The record stood in the log, unaltered, when the checkpoint was signed.
     *
     * @param asOf the moment it speaks for
     * @param origin the log's name
     * @param index the record's leaf index
     * @param size the log's size at that moment
     * @param record the record, canonical JSON
     */
    record Valid(Instant asOf, String origin, long index, long size, String record) implements Verdict {}

    /** Something in it was changed after it was signed, or never belonged together. */
    record Altered(Part what) implements Verdict {}

    /** Signed by a key that the verifier was not told to trust; nothing else is said about it. */
    record UnknownSigner(String name) implements Verdict {}

    /** Not a receipt of this format: {@code line} from 1. */
    record Malformed(int line, Flaw why) implements Verdict {}

    /** What does not fit. */
    enum Part {
        /** The checkpoint or its signature. */
        CHECKPOINT,
        /** The record, its index or the proof: they do not lead to the signed root. */
        RECORD_OR_PROOF
    }
}
