package org.chancery.engine.conformance;

import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.TreeProofs;
import org.chancery.ledger.verify.MerkleFrontier;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.witness.LogView;

/** A log in memory, as a witness reads it; counts how often it was read from its first entry on. */
final class ToldLog implements LogView {

    private static final int AT_ONCE = 100;
    private static final int TILE_HEIGHT = 8;

    private final List<byte[]> entries;
    private final TreeProofs proofs = new TreeProofs(this::hash);
    private int beginnings;

    ToldLog(List<byte[]> entries) {
        this.entries = List.copyOf(entries);
    }

    private byte[] hash(int level, long position) {
        long width = 1L << TILE_HEIGHT * level;
        if (width == 1) {
            return Rfc6962.leaf(entries.get((int) position));
        }
        MerkleFrontier tree = new MerkleFrontier();
        entries.subList((int) (position * width), (int) ((position + 1) * width))
                .forEach(tree::add);
        return tree.head().root().bytes();
    }

    Head head(long size) {
        return new Head(size, proofs.root(size));
    }

    int beginnings() {
        return beginnings;
    }

    @Override
    public long size() {
        return entries.size();
    }

    @Override
    public List<Hash> consistencyProof(long from, long to) {
        return proofs.consistency(from, to);
    }

    @Override
    public List<byte[]> entries(long from, long to) {
        beginnings += from == 0 && to > 1 ? 1 : 0;
        return entries.subList((int) from, (int) Math.min(to, from + AT_ONCE));
    }
}
