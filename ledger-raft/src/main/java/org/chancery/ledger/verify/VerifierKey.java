package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A verifier key, C2SP signed-note "Verifier keys": {@code <name>+<hex key id>+<base64(type || key)>}, of one of the
 * {@linkplain SignatureAlgorithm algorithms}. Its name is, for a log, the log's origin.
 */
public final class VerifierKey extends NoteKey {

    private final SignatureAlgorithm algorithm;

    /**
     * An Ed25519 key.
     *
     * @param publicKey 32 bytes, RFC 8032
     * @throws IllegalArgumentException if the name or the key's length is not allowed
     */
    public VerifierKey(String name, byte[] publicKey) {
        this(name, SignatureAlgorithm.ED25519, publicKey);
    }

    /**
     * @param publicKey as the algorithm writes it
     * @throws IllegalArgumentException if the name is not allowed, or the bytes are no key of this algorithm
     */
    public VerifierKey(String name, SignatureAlgorithm algorithm, byte[] publicKey) {
        super(name, algorithm, publicKey);
        this.algorithm = algorithm;
    }

    public static VerifierKey parse(String text) throws MalformedTextException {
        return parse(text, VerifierKey::of);
    }

    private static Optional<VerifierKey> of(String name, byte[] typed) {
        return SignatureAlgorithm.typedKey(typed).map(key -> new VerifierKey(name, key.algorithm(), key.publicKey()));
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    @Override
    byte[] typed() {
        return algorithm.typed(publicKey());
    }

    @Override
    public int keyId() {
        return algorithm.keyId(name(), publicKey());
    }

    /** Whether this key made the signature, in its only form; false also if the signature names another key. */
    public boolean verifies(SignedNote note, SignedNote.Signature signature) {
        return made(signature)
                && algorithm.isOnlyForm(signature.bytes())
                && algorithm.verifies(publicKey(), note.text().getBytes(StandardCharsets.UTF_8), signature.bytes());
    }
}
