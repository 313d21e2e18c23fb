package org.chancery.ledger.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.ReceiptText;

/** Writes receipts for leaves of a store. */
public final class Receipts {

    private Receipts() {}

    /**
     * The receipt of a leaf under a checkpoint of the same log.
     *
     * @throws IllegalArgumentException if the checkpoint does not cover the leaf, or the leaf's public part is not one
     *     line of UTF-8
     */
    public static Receipt of(LogStore store, long index, Checkpoint checkpoint) {
        Leaf leaf = store.leaf(index);
        String text = new ReceiptText(
                        line(leaf),
                        List.of(),
                        index,
                        store.inclusionProof(index, checkpoint.head().size()),
                        parsed(checkpoint))
                .render();
        return new Receipt(index, text);
    }

    private static String line(Leaf leaf) {
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(leaf.publicPart()))
                    .toString();
            if (line.isEmpty() || line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("the record of leaf " + leaf.index() + " is not one line");
            }
            return line;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the record of leaf " + leaf.index() + " is not UTF-8", e);
        }
    }

    private static CheckpointNote parsed(Checkpoint checkpoint) {
        try {
            return CheckpointNote.parse(checkpoint.note());
        } catch (MalformedTextException e) {
            throw new IllegalArgumentException("the checkpoint is not one of ours", e);
        }
    }
}
