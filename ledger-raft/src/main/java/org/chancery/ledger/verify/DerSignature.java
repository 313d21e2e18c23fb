package org.chancery.ledger.verify;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A signature of two numbers, as RFC 3279 §2.2.3 and GM/T 0009 write it: a DER SEQUENCE of two INTEGERs. One pair of
 * numbers has one written form only.
 */
public record DerSignature(BigInteger r, BigInteger s) {

    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    /** Lengths up to this have one byte; the numbers of a curve of 256 bits need no more. */
    private static final int SHORT = 0x7f;

    /** Reads a signature; whether its numbers lie in the curve's range is not said yet. */
    public static Optional<DerSignature> parse(byte[] der) {
        try {
            ByteBuffer in = ByteBuffer.wrap(der);
            if (in.get() != SEQUENCE || in.get() != in.remaining()) {
                return Optional.empty();
            }
            DerSignature read = new DerSignature(integer(in), integer(in));
            return Arrays.equals(read.der(), der) ? Optional.of(read) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException if the numbers are longer than those of a curve of 256 bits */
    public byte[] der() {
        byte[] first = r.toByteArray();
        byte[] second = s.toByteArray();
        int length = 4 + first.length + second.length;
        if (length > SHORT) {
            throw new IllegalArgumentException("too long for a curve of 256 bits");
        }
        return ByteBuffer.allocate(2 + length)
                .put((byte) SEQUENCE)
                .put((byte) length)
                .put((byte) INTEGER)
                .put((byte) first.length)
                .put(first)
                .put((byte) INTEGER)
                .put((byte) second.length)
                .put(second)
                .array();
    }

    /** The same signature with the smaller one of the two values of s that ECDSA takes for equal. */
    public DerSignature lowS() {
        BigInteger n = PrimeCurve.P256.n();
        return s.compareTo(n.shiftRight(1)) > 0 ? new DerSignature(r, n.subtract(s)) : this;
    }

    /** Whether both numbers are from 1 to n - 1. */
    boolean isWithin(BigInteger n) {
        return r.signum() > 0 && s.signum() > 0 && r.compareTo(n) < 0 && s.compareTo(n) < 0;
    }

    private static BigInteger integer(ByteBuffer in) {
        if (in.get() != INTEGER) {
            throw new IllegalArgumentException("not an INTEGER");
        }
        int length = in.get();
        if (length <= 0 || length > in.remaining()) {
            throw new IllegalArgumentException("not the length of an INTEGER");
        }
        byte[] value = new byte[length];
        in.get(value);
        return new BigInteger(value);
    }
}
