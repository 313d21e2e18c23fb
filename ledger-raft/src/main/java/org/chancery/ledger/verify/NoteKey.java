package org.chancery.ledger.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * An Ed25519 public key of signed notes, whatever it signs: name, id and text form, C2SP signed-note "Verifier keys":
 * {@code <name>+<hex key id>+<base64(type || key)>}. Compared by value with keys of its own type only.
 */
abstract sealed class NoteKey permits VerifierKey, WitnessKey {

    private final String name;
    private final byte type;
    private final byte[] publicKey;

    /** @throws IllegalArgumentException if the name or the key's length is not allowed */
    NoteKey(String name, byte type, byte[] publicKey) {
        if (!SignedNote.isKeyName(name) || publicKey.length != Ed25519.KEY_LENGTH) {
            throw new IllegalArgumentException("not a name and an Ed25519 key: " + name);
        }
        this.name = name;
        this.type = type;
        this.publicKey = publicKey.clone();
    }

    public final String name() {
        return name;
    }

    /** 32 bytes, RFC 8032; a copy. */
    public final byte[] publicKey() {
        return publicKey.clone();
    }

    /** First four bytes of {@code SHA-256(name || 0x0A || type || key)}. */
    public final int keyId() {
        MessageDigest digest = Rfc6962.sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(type);
        return ByteBuffer.wrap(digest.digest(publicKey)).getInt();
    }

    /** The key as text. */
    public final String text() {
        byte[] typed = ByteBuffer.allocate(1 + publicKey.length)
                .put(type)
                .put(publicKey)
                .array();
        return name + "+" + HexFormat.of().toHexDigits(keyId()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** Whether the signature names this key; it may still be forged. */
    public final boolean made(SignedNote.Signature signature) {
        return signature.name().equals(name) && signature.keyId() == keyId();
    }

    /** Makes a key of one type of what its text says. */
    interface Type<K extends NoteKey> {
        K of(String name, byte[] publicKey);
    }

    /** The key of a text, which has one form only. */
    static <K extends NoteKey> K parse(String text, byte type, Type<K> keys) throws MalformedTextException {
        String[] parts = text.split("\\+", 3);
        if (parts.length == 3 && SignedNote.isKeyName(parts[0])) {
            byte[] typed = Canonical.base64(parts[2]).orElse(new byte[0]);
            if (typed.length == 1 + Ed25519.KEY_LENGTH && typed[0] == type) {
                K key = keys.of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
                if (key.text().equals(text)) {
                    return key;
                }
            }
        }
        throw new MalformedTextException(1, Flaw.BAD_KEY);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof NoteKey key
                && type == key.type
                && name.equals(key.name)
                && Arrays.equals(publicKey, key.publicKey);
    }

    @Override
    public final int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(publicKey);
    }

    @Override
    public final String toString() {
        return text();
    }
}
