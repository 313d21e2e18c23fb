package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a log signs a note. A key has exactly one algorithm: its identifier stands before the key in the key's text and
 * goes into the key id of every signature line, so nothing in a line can choose how it is checked.
 *
 * <table>
 * <caption>Identifiers, keys, signatures and key ids</caption>
 * <tr><th>algorithm<th>identifier<th>key<th>signature<th>key id: first four bytes of</tr>
 * <tr><td>Ed25519<td>0x01<td>32 bytes, RFC 8032<td>64 bytes<td>SHA-256(name, 0x0A, identifier, key)</tr>
 * <tr><td>ECDSA on P-256 with SHA-256<td>0x02<td>SubjectPublicKeyInfo, DER, uncompressed point<td>DER<td>SHA-256(key)</tr>
 * <tr><td>SM2 with SM3<td>0xff and the ASCII text 1.2.156.10197.1.501<td>uncompressed point, 65 bytes<td>DER
 *     <td>SHA-256(name, 0x0A, identifier, key)</tr>
 * </table>
 *
 * <p>0x01 and 0x02 are those of C2SP signed-note, "Signature types"; it gives none to SM2 and wants 0xff with a long
 * name then: here the OID of SM2 signatures with SM3 (GM/T 0006). SM2 uses the standard's usual signer identity
 * {@code 1234567812345678} (GM/T 0009, 10). DER is a SEQUENCE of two INTEGERs, each in its shortest form.
 */
public enum SignatureAlgorithm {
    ED25519("ed25519", new byte[] {1}),
    P256("p-256", new byte[] {2}),
    SM2("sm2", "\u00ff1.2.156.10197.1.501".getBytes(StandardCharsets.ISO_8859_1));

    private final String label;
    private final byte[] identifier;

    SignatureAlgorithm(String label, byte[] identifier) {
        this.label = label;
        this.identifier = identifier;
    }

    /** Its name in settings, options and file names. */
    public String label() {
        return label;
    }

    /** By {@link #label}. */
    public static Optional<SignatureAlgorithm> of(String label) {
        return Stream.of(values()).filter(each -> each.label.equals(label)).findFirst();
    }

    /**
     * Whether the key made this signature over the message, as the algorithm's standard says: for P-256 that is any of
     * the two values of s ({@link #isOnlyForm} tells them apart). False also for what is no key or no signature at all.
     *
     * @param publicKey as in the table above
     * @param signature as in the table above
     */
    public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        return isKey(publicKey)
                && switch (this) {
                    case ED25519 -> Ed25519.verifies(publicKey, message, signature);
                    case P256 -> EcdsaP256.verifies(publicKey, message, signature);
                    case SM2 -> Sm2.verifies(publicKey, message, signature);
                };
    }

    /**
     * Whether nobody can write the same signature differently without the private key. For P-256 that is the one with s
     * in the lower half; our logs write no other, and a note's line with the other one is refused.
     */
    public boolean isOnlyForm(byte[] signature) {
        return this != P256
                || DerSignature.parse(signature)
                        .filter(each -> each.s().compareTo(PrimeCurve.P256.n().shiftRight(1)) <= 0)
                        .isPresent();
    }

    /** Whether these bytes are a public key of this algorithm: for curves, a point that lies on them. */
    public boolean isKey(byte[] publicKey) {
        return switch (this) {
            case ED25519 -> publicKey.length == Ed25519.KEY_LENGTH;
            case P256 -> EcdsaP256.isKey(publicKey);
            case SM2 -> PrimeCurve.SM2.point(publicKey).isPresent();
        };
    }

    /** Identifier and key, as a key's text has them in base64. */
    byte[] typed(byte[] publicKey) {
        return ByteBuffer.allocate(identifier.length + publicKey.length)
                .put(identifier)
                .put(publicKey)
                .array();
    }

    /** What a key's text holds in base64, taken apart. */
    record Typed(SignatureAlgorithm algorithm, byte[] publicKey) {}

    static Optional<Typed> typedKey(byte[] typed) {
        return Stream.of(values())
                .filter(each -> typed.length > each.identifier.length
                        && Arrays.equals(each.identifier, Arrays.copyOf(typed, each.identifier.length)))
                .map(each -> new Typed(each, Arrays.copyOfRange(typed, each.identifier.length, typed.length)))
                .filter(key -> key.algorithm.isKey(key.publicKey))
                .findFirst();
    }

    int keyId(String name, byte[] publicKey) {
        MessageDigest digest = Rfc6962.sha256();
        if (this == P256) {
            return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
        }
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        return ByteBuffer.wrap(digest.digest(typed(publicKey))).getInt();
    }
}
