package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
        NoteKey.require(name, publicKey);
        publicKey = publicKey.clone();
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** First four bytes of {@code SHA-256(name || 0x0A || 0x01 || key)}. */
    public int keyId() {
        return NoteKey.id(name, ED25519, publicKey);
    }

    /** The key as text. */
    public String text() {
        return NoteKey.text(name, ED25519, publicKey);
    }

    public static VerifierKey parse(String text) throws MalformedTextException {
        NoteKey.Parts parts = NoteKey.parse(text, ED25519);
        return new VerifierKey(parts.name(), parts.publicKey());
    }

    /** Whether this key made the signature; false also if the signature names another key. */
    public boolean verifies(SignedNote note, SignedNote.Signature signature) {
        return made(signature)
                && Ed25519.verifies(publicKey, note.text().getBytes(StandardCharsets.UTF_8), signature.bytes());
    }

    /** Whether the signature names this key. */
    public boolean made(SignedNote.Signature signature) {
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
