package org.chancery.ledger.verify;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The check of SM2 signatures, GB/T 32918.2-2016 §7, with SM3 and the usual signer identity. The JDK has neither; this
 * is small because it only ever computes with what everybody may see.
 */
final class Sm2 {

    /** GM/T 0009-2012, 10. */
    private static final byte[] IDENTITY = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private Sm2() {}

    static boolean verifies(byte[] publicKey, byte[] message, byte[] der) {
        PrimeCurve curve = PrimeCurve.SM2;
        Optional<PrimeCurve.Point> point = curve.point(publicKey);
        Optional<DerSignature> signature = DerSignature.parse(der).filter(each -> each.isWithin(curve.n()));
        if (point.isEmpty() || signature.isEmpty()) {
            return false;
        }
        BigInteger r = signature.get().r();
        BigInteger s = signature.get().s();
        BigInteger t = r.add(s).mod(curve.n());
        BigInteger e = new BigInteger(1, Sm3.of(identity(point.get(), IDENTITY), message));
        return t.signum() != 0
                && curve.sum(s, t, point.get())
                        .filter(found -> e.add(found.x()).mod(curve.n()).equals(r))
                        .isPresent();
    }

    /** Z of §5.5: who signs, on which curve, with which key. */
    private static byte[] identity(PrimeCurve.Point key, byte[] signer) {
        PrimeCurve curve = PrimeCurve.SM2;
        int bits = signer.length * Byte.SIZE;
        return Sm3.of(
                new byte[] {(byte) (bits >> Byte.SIZE), (byte) bits},
                signer,
                PrimeCurve.bytes(curve.a()),
                PrimeCurve.bytes(curve.b()),
                PrimeCurve.bytes(curve.g().x()),
                PrimeCurve.bytes(curve.g().y()),
                PrimeCurve.bytes(key.x()),
                PrimeCurve.bytes(key.y()));
    }
}
