package org.chancery.ledger;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * With what a log signs its checkpoints, and so its receipts, besides Ed25519, which it always does.
 *
 * @param further algorithms of further keys, which lie in files beside the first one; each adds a line
 * @param token where a P-256 key lies that never leaves its token; it takes the place of one in a file
 */
public record Signing(Set<Algorithm> further, Optional<Token> token) {

    /** With Ed25519 alone. */
    public static final Signing PLAIN = new Signing(Set.of(), Optional.empty());

    /** What a log may sign with besides Ed25519. */
    public enum Algorithm {
        /** ECDSA on P-256 with SHA-256. */
        P256,
        /** SM2 with SM3. */
        SM2
    }

    /**
     * A key in a token.
     *
     * @param library the token maker's PKCS#11 library
     * @param slot number of the token's slot
     * @param key label of the key and of its certificate
     * @param pinFile file whose first line is the user PIN; its owner alone may read it
     */
    public record Token(Path library, long slot, String key, Path pinFile) {

        /** The key of another label in the same token. */
        public Token labelled(String label) {
            return new Token(library, slot, label, pinFile);
        }
    }

    public Signing {
        further = Set.copyOf(further);
    }
}
