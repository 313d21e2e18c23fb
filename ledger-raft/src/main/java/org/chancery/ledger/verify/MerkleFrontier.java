package org.chancery.ledger.verify;

import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;

/**
 * The root of a tree of which one leaf after the other is seen and none is kept: RFC 9162 §2.1.2, "Verifying a Tree Head
 * Given Entries". Not for several threads.
 */
public final class MerkleFrontier {

    private final List<byte[]> whole = new ArrayList<>();
    private long size;

    /** The next entry. */
    public void add(byte[] entry) {
        byte[] node = Rfc6962.leaf(entry);
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            node = Rfc6962.node(whole.removeLast(), node);
        }
        whole.add(node);
        size++;
    }

    /** Size and root of what was seen so far. */
    public Head head() {
        if (whole.isEmpty()) {
            return new Head(0, new Hash(Rfc6962.empty()));
        }
        byte[] root = whole.getLast();
        for (int i = whole.size() - 2; i >= 0; i--) {
            root = Rfc6962.node(whole.get(i), root);
        }
        return new Head(size, new Hash(root));
    }

    /** The roots of the whole trees it consists of, the largest first: with the size all that there is to know of it. */
    public List<Hash> nodes() {
        return whole.stream().map(Hash::new).toList();
    }

    /**
     * One that has seen so many entries.
     *
     * @param nodes as {@link #nodes} gave them then
     * @throws IllegalArgumentException if there are more or fewer than a tree of that size consists of
     */
    public static MerkleFrontier of(long size, List<Hash> nodes) {
        if (size < 0 || Long.bitCount(size) != nodes.size()) {
            throw new IllegalArgumentException("a tree of " + size + " entries has not " + nodes.size() + " parts");
        }
        MerkleFrontier frontier = new MerkleFrontier();
        frontier.size = size;
        nodes.forEach(node -> frontier.whole.add(node.bytes()));
        return frontier;
    }
}
