package org.chancery.ledger.log;

import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.verify.Rfc6962;

/** RFC 9162 §2.1 word by word over all leaves, without any storage: the oracle. */
public final class NaiveTree {

    private final List<byte[]> leaves = new ArrayList<>();

    public void add(byte[] leaf) {
        leaves.add(leaf);
    }

    public int size() {
        return leaves.size();
    }

    public Hash root(int size) {
        return new Hash(mth(leaves.subList(0, size)));
    }

    /** PATH(m, D_n), §2.1.3.1. */
    public List<Hash> inclusion(int index, int size) {
        return path(index, leaves.subList(0, size)).stream().map(Hash::new).toList();
    }

    /** PROOF(m, D_n), §2.1.4.1. */
    public List<Hash> consistency(int from, int to) {
        if (from == 0 || from == to) {
            return List.of();
        }
        return subProof(from, leaves.subList(0, to), true).stream()
                .map(Hash::new)
                .toList();
    }

    private static byte[] mth(List<byte[]> d) {
        if (d.isEmpty()) {
            return Rfc6962.empty();
        }
        if (d.size() == 1) {
            return Rfc6962.leaf(d.getFirst());
        }
        int k = k(d.size());
        return Rfc6962.node(mth(d.subList(0, k)), mth(d.subList(k, d.size())));
    }

    private static List<byte[]> path(int m, List<byte[]> d) {
        if (d.size() == 1) {
            return List.of();
        }
        int k = k(d.size());
        return m < k
                ? plus(path(m, d.subList(0, k)), mth(d.subList(k, d.size())))
                : plus(path(m - k, d.subList(k, d.size())), mth(d.subList(0, k)));
    }

    private static List<byte[]> subProof(int m, List<byte[]> d, boolean b) {
        if (m == d.size()) {
            return b ? List.of() : List.of(mth(d));
        }
        int k = k(d.size());
        return m <= k
                ? plus(subProof(m, d.subList(0, k), b), mth(d.subList(k, d.size())))
                : plus(subProof(m - k, d.subList(k, d.size()), false), mth(d.subList(0, k)));
    }

    /** The largest power of two smaller than n. */
    private static int k(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static List<byte[]> plus(List<byte[]> hashes, byte[] hash) {
        List<byte[]> longer = new ArrayList<>(hashes);
        longer.add(hash);
        return longer;
    }
}
