package org.chancery.ledger.verify;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/** Ed25519 of RFC 8032 with the JDK. */
final class Ed25519 {

    static final int KEY_LENGTH = 32;
    static final int SIGNATURE_LENGTH = 64;

    /** SubjectPublicKeyInfo before the 32 bytes of the key, RFC 8410 §4. */
    private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH) {
            return false; // JDKs of some years ago let a zero byte pass behind the 64
        }
        try {
            byte[] encoded = HexFormat.of()
                    .parseHex(HexFormat.of().formatHex(SPKI_PREFIX)
                            + HexFormat.of().formatHex(publicKey));
            PublicKey key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // not a point of the curve, or not a signature at all
        }
    }
}
