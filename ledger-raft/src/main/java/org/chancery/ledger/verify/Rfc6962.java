package org.chancery.ledger.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hashes of the Merkle tree, RFC 6962 §2.1 and RFC 9162 §2.1.1, with SHA-256. */
public final class Rfc6962 {

    /** Only copied: looking for the provider each time would cost as much as the hash of a node. */
    private static final MessageDigest SHA_256 = newSha256();

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private Rfc6962() {}

    /** {@code HASH(0x00 || data)}. */
    public static byte[] leaf(byte[] data) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return digest.digest(data);
    }

    /** {@code HASH(0x01 || left || right)}. */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /** The root of the tree without leaves: {@code HASH()}. */
    public static byte[] empty() {
        return sha256().digest();
    }

    /** Plain SHA-256, of what is no node of a tree. */
    public static byte[] sha256(byte[] data) {
        return sha256().digest(data);
    }

    static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            return newSha256(); // a provider that was put before Java's own
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
