package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 verifier key, C2SP signed-note "Verifier keys": {@code <name>+<hex key id>+<base64(0x01 || key)>}.
 *
 * @param name the key's name; for a log its origin
 * @param publicKey 32 bytes, RFC 8032
 */
public record VerifierKey(String name, byte[] publicKey) {

    private static final byte ED25519 = 1;

    /** @throws IllegalArgumentException if the name or the key's length is not allowed */
    public VerifierKey {
        if (!SignedNote.isKeyName(name) || publicKey.length != Ed25519.KEY_LENGTH) {
            throw new IllegalArgumentException("not a name and an Ed25519 key: " + name);
        }
        publicKey = publicKey.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** First four bytes of {@code SHA-256(name || 0x0A || 0x01 || key)}. */
    public int keyId() {
        MessageDigest digest = Rfc6962.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(ED25519);
        return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
    }

    /** The key as text. */
    public String text() {
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length)
                .put(ED25519)
                .put(publicKey)
                .array();
        return name + "+" + HexFormat.of().toHexDigits(keyId()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    public static VerifierKey parse(String text) throws MalformedTextException {
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3 && SignedNote.isKeyName(parts[0])) {
            byte[] typed = Canonical.base64(parts[2]).orElse(new byte[0]);
            if (typed.length == 1 + Ed25519.KEY_LENGTH && typed[0] == ED25519) {
                VerifierKey key = new VerifierKey(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
                if (key.text().equals(text)) {
                    return key;
                }
            }
        }
        throw new MalformedTextException(1, Flaw.BAD_KEY);
    }

    /** Whether this key made the signature; false also if the signature names another key. */
    boolean verifies(SignedNote note, SignedNote.Signature signature) {
        return made(signature)
                && Ed25519.verifies(publicKey, note.text().getBytes(StandardCharsets.UTF_8), signature.bytes());
    }

    /** Whether the signature names this key. */
    boolean made(SignedNote.Signature signature) {
        return signature.name().equals(name) && signature.keyId() == keyId();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key && key.name.equals(name) && Arrays.equals(key.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public String toString() {
        return text();
    }
}
