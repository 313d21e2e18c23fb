package org.chancery.ledger.verify;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * A curve y² = x³ + ax + b over a prime field of 256 bits, with a generator of prime order n. For checking only: it
 * computes with public numbers, and how long it takes tells what they are.
 */
record PrimeCurve(BigInteger p, BigInteger a, BigInteger b, BigInteger n, Point g) {

    /** A point other than that at infinity, which is an empty {@link Optional} here. */
    record Point(BigInteger x, BigInteger y) {}

    private static final int BYTES = 32;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    /** SP 800-186 §3.2.1.3. */
    static final PrimeCurve P256 = of(
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
            "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
            "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");

    /** GB/T 32918.5. */
    static final PrimeCurve SM2 = of(
            "fffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffff",
            "28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93",
            "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123",
            "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
            "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0");

    /** With a = -3, as both curves have it. */
    private static PrimeCurve of(String p, String b, String n, String x, String y) {
        BigInteger prime = new BigInteger(p, 16);
        return new PrimeCurve(
                prime,
                prime.subtract(THREE),
                new BigInteger(b, 16),
                new BigInteger(n, 16),
                new Point(new BigInteger(x, 16), new BigInteger(y, 16)));
    }

    /** The point of 65 bytes, 0x04, x and y (SEC 1 §2.3.4); empty if it is no point of this curve. */
    Optional<Point> point(byte[] uncompressed) {
        if (uncompressed.length != 1 + 2 * BYTES || uncompressed[0] != 4) {
            return Optional.empty();
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(uncompressed, 1, 1 + BYTES));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(uncompressed, 1 + BYTES, uncompressed.length));
        boolean lies = x.compareTo(p) < 0
                && y.compareTo(p) < 0
                && y.multiply(y)
                        .mod(p)
                        .equals(x.pow(3).add(a.multiply(x)).add(b).mod(p));
        return lies ? Optional.of(new Point(x, y)) : Optional.empty();
    }

    /** A number of the field in 32 bytes, the highest first. */
    static byte[] bytes(BigInteger number) {
        byte[] bytes = new byte[BYTES];
        byte[] shortest = number.toByteArray();
        int length = Math.min(BYTES, shortest.length);
        System.arraycopy(shortest, shortest.length - length, bytes, BYTES - length, length);
        return bytes;
    }

    /** {@code [k]g + [l]q}; empty if that is the point at infinity. */
    Optional<Point> sum(BigInteger k, BigInteger l, Point q) {
        Optional<Point> both = add(Optional.of(g), Optional.of(q));
        Optional<Point> sum = Optional.empty();
        for (int i = Math.max(k.bitLength(), l.bitLength()) - 1; i >= 0; i--) {
            sum = add(sum, sum);
            if (k.testBit(i)) {
                sum = add(sum, l.testBit(i) ? both : Optional.of(g));
            } else if (l.testBit(i)) {
                sum = add(sum, Optional.of(q));
            }
        }
        return sum;
    }

    private Optional<Point> add(Optional<Point> left, Optional<Point> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.or(() -> right);
        }
        Point one = left.get();
        Point other = right.get();
        if (one.x.equals(other.x) && one.y.add(other.y).mod(p).signum() == 0) {
            return Optional.empty();
        }
        BigInteger slope = one.equals(other)
                ? one.x
                        .pow(2)
                        .multiply(THREE)
                        .add(a)
                        .multiply(one.y.shiftLeft(1).modInverse(p))
                : other.y.subtract(one.y).multiply(other.x.subtract(one.x).modInverse(p));
        BigInteger x = slope.pow(2).subtract(one.x).subtract(other.x).mod(p);
        return Optional.of(
                new Point(x, slope.multiply(one.x.subtract(x)).subtract(one.y).mod(p)));
    }
}
