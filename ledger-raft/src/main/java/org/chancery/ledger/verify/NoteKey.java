package org.chancery.ledger.verify;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key of signed notes, whatever it signs: name, id and text form, C2SP signed-note "Verifier keys": {@code
 * <name>+<hex key id>+<base64(type || key)>}. Compared by value with keys of its own type only.
 */
abstract sealed class NoteKey permits VerifierKey, WitnessKey {

    private final String name;
    private final byte[] publicKey;

    /** @throws IllegalArgumentException if the name is not allowed, or the bytes are no key of the algorithm */
    NoteKey(String name, SignatureAlgorithm algorithm, byte[] publicKey) {
        if (!SignedNote.isKeyName(name) || !algorithm.isKey(publicKey)) {
            throw new IllegalArgumentException("not a name and a key of " + algorithm.label() + ": " + name);
        }
        this.name = name;
        this.publicKey = publicKey.clone();
    }

    /** What stands in base64 in the key's text: its type and the key. */
    abstract byte[] typed();

    public final String name() {
        return name;
    }

    /** As {@link SignatureAlgorithm} lays it out; for Ed25519 32 bytes, RFC 8032. A copy. */
    public final byte[] publicKey() {
        return publicKey.clone();
    }

    /** What signature lines name it by, besides its name. */
    public abstract int keyId();

    /** The key as text. */
    public final String text() {
        return name + "+" + HexFormat.of().toHexDigits(keyId()) + "+"
                + Base64.getEncoder().encodeToString(typed());
    }

    /** Whether the signature names this key; it may still be forged. */
    public final boolean made(SignedNote.Signature signature) {
        return signature.name().equals(name) && signature.keyId() == keyId();
    }

    /** Makes a key of its name and of what its text has in base64; empty if that is none of this type. */
    interface Type<K extends NoteKey> {
        Optional<K> of(String name, byte[] typed);
    }

    /** The key of a text, which has one form only. */
    static <K extends NoteKey> K parse(String text, Type<K> keys) throws MalformedTextException {
        String[] parts = text.split("\\+", 3);
        return Optional.of(parts)
                .filter(all -> all.length == 3 && SignedNote.isKeyName(all[0]))
                .flatMap(all -> Canonical.base64(all[2]))
                .flatMap(typed -> keys.of(parts[0], typed))
                .filter(key -> key.text().equals(text))
                .orElseThrow(() -> new MalformedTextException(1, Flaw.BAD_KEY));
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof NoteKey key && name.equals(key.name) && Arrays.equals(typed(), key.typed());
    }

    @Override
    public final int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(typed());
    }

    @Override
    public final String toString() {
        return text();
    }
}
