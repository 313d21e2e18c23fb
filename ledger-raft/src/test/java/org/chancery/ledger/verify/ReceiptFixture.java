package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;

/** A log of some hundred records with its key, and real receipts from it. */
final class ReceiptFixture implements AutoCloseable {

    static final String ORIGIN = "chancery.example/main";
    static final Instant SIGNED = Instant.parse("2026-11-24T01:02:03.456Z");

    final LogKey key;
    final LogStore store;

    ReceiptFixture(Path folder, int records) {
        key = LogKey.open(folder.resolve("log.p12"), ORIGIN);
        store = LogStore.open(folder.resolve("store"));
        for (int i = 0; i < records; i++) {
            byte[] record = record(i).getBytes(StandardCharsets.UTF_8);
            store.append(new UUID(7, i), 3, i, record, new byte[] {1, 2, 3});
        }
    }

    static String record(int i) {
        return "{\"case\":\"c-" + i % 17 + "\",\"kind\":\"business\",\"note\":\"设立登记\",\"term\":3,\"v\":1}";
    }

    Checkpoint checkpoint(long size) {
        return key.sign(new Head(size, store.root(size)), SIGNED);
    }

    /** The receipt of a record under the newest checkpoint. */
    byte[] receipt(long index) {
        return receipt(index, checkpoint(store.head().size()));
    }

    byte[] receipt(long index, Checkpoint checkpoint) {
        return Receipts.of(store, index, checkpoint).text().getBytes(StandardCharsets.UTF_8);
    }

    ReceiptVerifier verifier() {
        return new ReceiptVerifier(List.of(key.verifierKey()));
    }

    @Override
    public void close() {
        store.close();
    }
}
