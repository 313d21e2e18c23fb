package org.chancery.ledger;

import java.util.Arrays;
import java.util.Base64;

/** Bytes of a fixed length with a meaning of their own: unchangeable, compared by value with their like only. */
abstract sealed class Octets permits Hash, Salt {

    private final byte[] bytes;

    /** @throws IllegalArgumentException if these are more or fewer bytes */
    Octets(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new IllegalArgumentException("a " + what + " has " + length + " bytes, this has " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** A copy. */
    public final byte[] bytes() {
        return bytes.clone();
    }

    /** RFC 4648 §4 with padding, as signed notes, proofs and receipts write it. */
    public final String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Octets octets && getClass() == octets.getClass() && Arrays.equals(bytes, octets.bytes);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public final String toString() {
        return base64();
    }
}
