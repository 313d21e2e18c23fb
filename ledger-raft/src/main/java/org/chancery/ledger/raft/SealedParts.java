package org.chancery.ledger.raft;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.ledger.GroupCipher;
import org.chancery.ledger.LedgerException;

/**
 * Private parts under the group's data key: AES-256-GCM (NIST SP 800-38D) with random 96-bit nonces and the record id
 * as associated data.
 *
 * <p>Bytes: version (1), key id (8, big-endian), nonce (12), ciphertext with its 128-bit tag. A key seals at most
 * 2<sup>32</sup> parts (SP 800-38D §8.3); renew it long before.
 */
final class SealedParts implements GroupCipher {

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEADER = 1 + Long.BYTES + NONCE_BYTES;

    private final SecureRandom random = new SecureRandom();
    private final Supplier<GroupKeys> keys;

    SealedParts(GroupKeys keys) {
        this(() -> keys);
    }

    /** @param keys asked each time: they may be renewed while others hold this */
    SealedParts(Supplier<GroupKeys> keys) {
        this.keys = keys;
    }

    @Override
    public List<String> generations() {
        return keys.get().names();
    }

    @Override
    public byte[] seal(UUID recordId, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        GroupKeys.DataKey key = keys.get().newest();
        try {
            byte[] ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, key.secret(), nonce, recordId).doFinal(plain);
            return ByteBuffer.allocate(HEADER + ciphertext.length)
                    .put(VERSION)
                    .putLong(key.id())
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    @Override
    public byte[] open(UUID recordId, byte[] sealed) {
        ByteBuffer in = ByteBuffer.wrap(sealed);
        if (in.remaining() < HEADER || in.get() != VERSION) {
            throw new LedgerException.Unreadable("The private part of record " + recordId + " is not sealed", null);
        }
        long keyId = in.getLong();
        byte[] secret = keys.get()
                .generation(keyId)
                .orElseThrow(() -> new LedgerException.Unreadable(
                        "The private part of record " + recordId + " is sealed under key "
                                + HexFormat.of().toHexDigits(keyId) + ", which this member does not hold",
                        null));
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        try {
            return cipher(Cipher.DECRYPT_MODE, secret, nonce, recordId).doFinal(sealed, HEADER, sealed.length - HEADER);
        } catch (GeneralSecurityException e) {
            throw new LedgerException.Unreadable("The private part of record " + recordId + " was altered", e);
        }
    }

    private static Cipher cipher(int mode, byte[] secret, byte[] nonce, UUID recordId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(recordId.getMostSignificantBits())
                .putLong(recordId.getLeastSignificantBits())
                .flip());
        return cipher;
    }
}
