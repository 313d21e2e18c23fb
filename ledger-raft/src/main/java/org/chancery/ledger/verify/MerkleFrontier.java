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
}
