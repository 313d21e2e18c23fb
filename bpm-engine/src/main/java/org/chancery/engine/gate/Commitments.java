package org.chancery.engine.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * One commitment to several named values, of which any may later be shown without the others: the root of a Merkle
 * tree (RFC 9162 §2.1.1, SHA-256) whose leaves, in the order of the names, are salt, name, a zero byte and value, in
 * UTF-8. The 16-byte salts are HMAC-SHA-256 of the transition's number, a zero byte and the name under the record's
 * seed, so that the private part keeps one seed instead of a salt per value, and showing one salt tells nothing of the
 * others. A full hash is kept: 128 bits against two openings need 256 bits.
 */
final class Commitments {

    /** Bytes of a record's seed and of each salt. */
    static final int SALT_LENGTH = 16;

    private Commitments() {}

    /**
     * @param seed the record's, from its private part
     * @param transition number of the transition within its record, from 0
     * @param values name to value
     * @return the root
     */
    static byte[] root(byte[] seed, int transition, SortedMap<String, String> values) {
        List<byte[]> leaves = new ArrayList<>();
        values.forEach((name, value) -> {
            MessageDigest leaf = Digests.sha256();
            leaf.update((byte) 0);
            leaf.update(salt(seed, transition, name));
            leaf.update(utf8(name));
            leaf.update((byte) 0);
            leaves.add(leaf.digest(utf8(value)));
        });
        return root(leaves);
    }

    static byte[] salt(byte[] seed, int transition, String name) {
        return Arrays.copyOf(Digests.hmac(seed, transition + "\0" + name), SALT_LENGTH);
    }

    private static byte[] root(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int left = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest node = Digests.sha256();
        node.update((byte) 1);
        node.update(root(leaves.subList(0, left)));
        return node.digest(root(leaves.subList(left, leaves.size())));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
