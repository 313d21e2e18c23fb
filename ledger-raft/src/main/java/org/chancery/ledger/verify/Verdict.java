package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.ledger.CommittedValue;

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
     * @param values what the record commits to, each shown or withheld; empty also if the receipt tells of none
     * @param witnesses who cosigned the checkpoint
     */
    record Valid(
            Instant asOf,
            String origin,
            long index,
            long size,
            String record,
            List<CommittedValue> values,
            Witnesses witnesses)
            implements Verdict {

        public Valid {
            values = List.copyOf(values);
        }
    }

    /**
     * All records of a page of a case stood in the log, unaltered.
     *
     * @param asOf the earliest moment that one of its receipts speaks for
     * @param subject the case's pseudonym
     * @param address where the page leads to; nobody signed that
     */
    record ValidCase(Instant asOf, String origin, String subject, List<Valid> records, String address)
            implements Verdict {

        public ValidCase {
            records = List.copyOf(records);
        }
    }

    /**
     * What a checkpoint's further signature lines came to.
     *
     * @param signed name of each trusted witness that cosigned, and when
     * @param unchecked names in lines of keys that the verifier does not know; nothing is said about these
     */
    record Witnesses(Map<String, Instant> signed, List<String> unchecked) {

        public Witnesses {
            signed = Map.copyOf(signed);
            unchecked = List.copyOf(unchecked);
        }
    }

    /**
     * Valid, but a later record of the same case replaces the status that this one states.
     *
     * @param status the later one, as the record says it
     * @param since when that was decided
     * @param by the later record's leaf index
     */
    record Revoked(Valid receipt, String status, Instant since, long by) implements Verdict {}

    /**
     * Something in it was changed after it was signed, or never belonged together.
     *
     * @param field name of the field concerned, or names; empty where the proof cannot tell
     */
    record Altered(Part what, String field) implements Verdict {

        Altered(Part what) {
            this(what, "");
        }
    }

    /** Signed by a key that the verifier was not told to trust; nothing else is said about it. */
    record UnknownSigner(String name) implements Verdict {}

    /** The log signed it, but fewer witnesses than the verifier's policy asks for: those named here did not. */
    record NotWitnessed(List<String> missing) implements Verdict {}

    /** The log signed it, but not with every algorithm that the verifier demands: of these no trusted key did. */
    record NotSigned(List<String> algorithms) implements Verdict {}

    /**
     * Signed by a key of the log beyond its end: after it was retired, or by one that was stolen, and no witness that
     * counts had the checkpoint before.
     *
     * @param key text form
     * @param stolenSince when the theft may have begun; empty if the key was only retired
     */
    record KeyEnded(String key, Optional<Instant> stolenSince) implements Verdict {}

    /**
     * Signed by a key of which an entry of the log says something, and the officers who are asked did not order that:
     * whoever wrote it had the log's key and not theirs. The key proves nothing until that is settled.
     *
     * @param key text form
     * @param index of the entry
     */
    record KeyNotOrdered(String key, long index, KeyAuthority.NotOrdered why) implements Verdict {}

    /** Not a receipt of this format: {@code line} from 1. */
    record Malformed(int line, Flaw why) implements Verdict {}

    /** What does not fit. */
    enum Part {
        /** The checkpoint or its signature. */
        CHECKPOINT,
        /** A line in the name of a witness, which did not make it. */
        COSIGNATURE,
        /** The record, its index or the proof: they do not lead to the signed root. */
        RECORD_OR_PROOF,
        /** A field's value or salt: not what the record commits to. */
        FIELD,
        /** A field that the record commits to is left out, or another stands in its place. */
        FIELD_MISSING,
        /** A field to which the record does not commit. */
        FIELD_ADDED,
        /** A record of a page commits to fields that the page leaves out altogether. */
        FIELDS_HIDDEN,
        /** The records of a page are not of one case, or not in the order of the log. */
        RECORDS,
        /** A page names another key than the one that signed. */
        KEY,
        /** The deployment in a page is not that of the model which the records name. */
        MODEL,
        /** A file in a page is not the one that was deployed. */
        FILE,
        /** The text around a page's proofs is not what any version of this program writes. */
        PAGE
    }
}
