package org.chancery.ledger.raft;

import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.witness.LogView;

/** A voter's store as the witnesses of the same process read it. */
record StoreView(LogStore store) implements LogView {

    private static final int AT_ONCE = 1_000;

    @Override
    public long size() {
        return store.head().size();
    }

    @Override
    public List<Hash> consistencyProof(long from, long to) {
        return store.consistencyProof(from, to);
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        return store.publicParts(from, Math.min(to, from + AT_ONCE));
    }
}
