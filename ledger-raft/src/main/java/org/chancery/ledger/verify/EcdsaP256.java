package org.chancery.ledger.verify;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** ECDSA of FIPS 186-5 on P-256 with SHA-256, with the JDK. */
final class EcdsaP256 {

    /** SubjectPublicKeyInfo before the 65 bytes of the uncompressed point, RFC 5480 §2. */
    private static final byte[] SPKI_PREFIX =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private EcdsaP256() {}

    static boolean isKey(byte[] spki) {
        return spki.length > SPKI_PREFIX.length
                && Arrays.equals(SPKI_PREFIX, Arrays.copyOf(spki, SPKI_PREFIX.length))
                && PrimeCurve.P256
                        .point(Arrays.copyOfRange(spki, SPKI_PREFIX.length, spki.length))
                        .isPresent();
    }

    /** @param spki one for which {@link #isKey} holds */
    static boolean verifies(byte[] spki, byte[] message, byte[] der) {
        // read here, so that only one written form counts, whatever a provider takes
        if (DerSignature.parse(der)
                .filter(each -> each.isWithin(PrimeCurve.P256.n()))
                .isEmpty()) {
            return false;
        }
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
            Signature verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(der);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
