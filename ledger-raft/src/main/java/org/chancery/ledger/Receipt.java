package org.chancery.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.ReceiptText;

/**
 * Proof for strangers that a record stands in the log: the record, what it commits to as far as it is shown, a C2SP
 * tlog-proof and the checkpoint it leads to.
 *
 * @param index the record's leaf index
 * @param text the whole {@code .receipt} file, UTF-8; its format is described in {@code org.chancery.ledger.verify}
 */
public record Receipt(long index, String text) {

    /**
     * The same receipt with the values its record commits to.
     *
     * @param values all of them, in the order of the record's transitions and of the names in each: those that are not
     *     to be shown without their salts
     */
    public Receipt with(List<CommittedValue> values) {
        try {
            ReceiptText bare = ReceiptText.parse(text.getBytes(StandardCharsets.UTF_8));
            return new Receipt(
                    index,
                    new ReceiptText(bare.record(), values, bare.index(), bare.proof(), bare.checkpoint()).render());
        } catch (MalformedTextException e) {
            throw new IllegalStateException("a receipt of ours parses", e);
        }
    }
}
