package org.chancery.ledger.log;

import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.SignatureAlgorithm;

/** A private key that signs notes, wherever it lies. Safe for use by several threads. */
public sealed interface NoteSigner permits SigningKey, TokenKey {

    /** The key's name. */
    String name();

    SignatureAlgorithm algorithm();

    /** As the algorithm writes it; for Ed25519 32 bytes, RFC 8032. */
    byte[] publicKey();

    /**
     * As the algorithm writes it; for Ed25519 64 bytes.
     *
     * @throws LedgerException.Unavailable if the key cannot be reached now
     */
    byte[] sign(byte[] message);
}
