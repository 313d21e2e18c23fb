package org.chancery.ledger.verify;

import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;

/** The verification of proofs, RFC 9162 §2.1.3.2 and §2.1.4.2. */
public final class ProofVerifier {

    private ProofVerifier() {}

    /**
     * Whether the proof shows that the leaf with this hash is number {@code index} in the tree.
     *
     * @param index from 0; anything outside the tree is refused
     * @param leafHash {@link Rfc6962#leaf} of the entry
     */
    public static boolean includes(long index, Hash leafHash, List<Hash> proof, Head tree) {
        if (index < 0 || index >= tree.size()) {
            return false;
        }
        long node = index;
        long last = tree.size() - 1;
        byte[] root = leafHash.bytes();
        for (Hash sibling : proof) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                root = Rfc6962.node(sibling.bytes(), root);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                root = Rfc6962.node(root, sibling.bytes());
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && tree.root().equals(new Hash(root));
    }

    /**
     * Whether the proof shows that the older tree is a prefix of the newer one. An older tree without leaves proves
     * nothing about the newer one, so size 0 is refused.
     */
    public static boolean consistent(Head older, Head newer, List<Hash> proof) {
        if (older.size() < 1 || older.size() > newer.size()) {
            return false;
        }
        if (older.size() == newer.size()) {
            return proof.isEmpty() && older.root().equals(newer.root());
        }
        if (proof.isEmpty()) {
            return false;
        }
        // A whole older tree is itself the first node; the proof leaves it out.
        boolean whole = Long.bitCount(older.size()) == 1;
        long node = older.size() - 1;
        long last = newer.size() - 1;
        while ((node & 1) == 1) {
            node >>= 1;
            last >>= 1;
        }
        byte[] olderRoot = whole ? older.root().bytes() : proof.getFirst().bytes();
        byte[] newerRoot = olderRoot;
        for (Hash hash : proof.subList(whole ? 0 : 1, proof.size())) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                olderRoot = Rfc6962.node(hash.bytes(), olderRoot);
                newerRoot = Rfc6962.node(hash.bytes(), newerRoot);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                newerRoot = Rfc6962.node(newerRoot, hash.bytes());
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0
                && older.root().equals(new Hash(olderRoot))
                && newer.root().equals(new Hash(newerRoot));
    }
}
