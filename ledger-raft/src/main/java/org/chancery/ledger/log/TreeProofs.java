package org.chancery.ledger.log;

import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.verify.Rfc6962;

/** Roots and proofs of RFC 9162 §2.1, made from the hashes that C2SP tlog-tiles keeps. */
public final class TreeProofs {

    private static final int TILE_HEIGHT = 8;

    private final TileHashes hashes;

    /** The hashes in tiles; level {@code l} counts whole subtrees of 256^l leaves. */
    @FunctionalInterface
    public interface TileHashes {
        byte[] at(int level, long position);
    }

    public TreeProofs(TileHashes hashes) {
        this.hashes = hashes;
    }

    /** The root over the first {@code size} leaves, RFC 9162 §2.1.1. */
    public Hash root(long size) {
        return new Hash(size == 0 ? Rfc6962.empty() : range(0, size));
    }

    /** RFC 9162 §2.1.3.1; {@code index} lies below {@code size}. */
    public List<Hash> inclusion(long index, long size) {
        List<Hash> proof = new ArrayList<>();
        path(index, 0, size, proof);
        return proof;
    }

    /** RFC 9162 §2.1.4.1; empty when the sizes are equal or {@code from} is 0. */
    public List<Hash> consistency(long from, long to) {
        List<Hash> proof = new ArrayList<>();
        if (from > 0 && from < to) {
            subProof(from, 0, to, true, proof);
        }
        return proof;
    }

    private void path(long index, long from, long to, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + split(to - from);
        if (index < middle) {
            path(index, from, middle, proof);
            proof.add(new Hash(range(middle, to)));
        } else {
            path(index, middle, to, proof);
            proof.add(new Hash(range(from, middle)));
        }
    }

    /** SUBPROOF of RFC 9162 §2.1.4.1: {@code known} says that the verifier has the root of exactly this subtree. */
    private void subProof(long size, long from, long to, boolean known, List<Hash> proof) {
        if (size == to) {
            if (!known) {
                proof.add(new Hash(range(from, to)));
            }
            return;
        }
        long middle = from + split(to - from);
        if (size <= middle) {
            subProof(size, from, middle, known, proof);
            proof.add(new Hash(range(middle, to)));
        } else {
            subProof(size, middle, to, false, proof);
            proof.add(new Hash(range(from, middle)));
        }
    }

    /** MTH over the leaves [from, to), where [from, to) is a subtree of RFC 9162's recursion. */
    private byte[] range(long from, long to) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            return subtree(Long.numberOfTrailingZeros(count), from / count);
        }
        long middle = from + split(count);
        return Rfc6962.node(range(from, middle), range(middle, to));
    }

    /** The largest power of two below {@code count}. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    /** Root of the complete subtree number {@code index} of 2^height leaves. */
    private byte[] subtree(int height, long index) {
        int level = height / TILE_HEIGHT;
        int count = 1 << height % TILE_HEIGHT;
        List<byte[]> row = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            row.add(hashes.at(level, index * count + i));
        }
        return fold(row);
    }

    /** Root of a complete subtree over these hashes, whose number is a power of two. */
    static byte[] fold(List<byte[]> hashes) {
        List<byte[]> row = hashes;
        while (row.size() > 1) {
            List<byte[]> above = new ArrayList<>(row.size() / 2);
            for (int i = 0; i < row.size(); i += 2) {
                above.add(Rfc6962.node(row.get(i), row.get(i + 1)));
            }
            row = above;
        }
        return row.getFirst();
    }
}
