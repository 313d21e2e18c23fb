package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;

/**
 * An Ed25519 verifier key, C2SP signed-note "Verifier keys": {@code <name>+<hex key id>+<base64(0x01 || key)>}. Its name
 * is, for a log, the log's origin.
 */
public final class VerifierKey extends NoteKey {

    private static final byte ED25519 = 1;

    /**
     * @param publicKey 32 bytes, RFC 8032
     * @throws IllegalArgumentException if the name or the key's length is not allowed
     */
    public VerifierKey(String name, byte[] publicKey) {
        super(name, ED25519, publicKey);
    }

    public static VerifierKey parse(String text) throws MalformedTextException {
        return parse(text, ED25519, VerifierKey::new);
    }

    /** Whether this key made the signature; false also if the signature names another key. */
    public boolean verifies(SignedNote note, SignedNote.Signature signature) {
        return made(signature)
                && Ed25519.verifies(publicKey(), note.text().getBytes(StandardCharsets.UTF_8), signature.bytes());
    }
}
