package org.chancery.engine.casefile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.Salt;

/**
 * Encryption of one personal field: AES-256-GCM under the person's key (NIST SP 800-38D), 12-byte random nonce, then
 * the ciphertext of a 16-byte random salt and the value in UTF-8. Associated data are case number and field, so that a
 * ciphertext moved to another row does not open. The commitment is HMAC-SHA-256 of the value under the salt: whoever is
 * given salt and value can check it, and once the key is erased nobody can guess the value from it.
 */
final class FieldSeal {

    private static final int NONCE = 12;
    private static final int SALT = 16;
    private static final int TAG_BITS = 128;

    private static final SecureRandom CHANCE = new SecureRandom();

    /** A sealed value and the commitment to it, base64url without padding. */
    record Sealed(byte[] ciphertext, String commitment) {}

    private FieldSeal() {}

    static Sealed seal(byte[] key, String caseNumber, String field, String value) {
        byte[] nonce = random(NONCE);
        byte[] salt = random(SALT);
        byte[] text = value.getBytes(StandardCharsets.UTF_8);
        byte[] plain =
                ByteBuffer.allocate(SALT + text.length).put(salt).put(text).array();
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, caseNumber, field).doFinal(plain);
            byte[] ciphertext = ByteBuffer.allocate(NONCE + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return new Sealed(ciphertext, commitment(salt, caseNumber, field, text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    /** @return the value, or empty if it was altered or sealed under another key */
    static Optional<String> open(byte[] key, String caseNumber, String field, byte[] ciphertext) {
        return reveal(key, caseNumber, field, ciphertext).map(Personal::text);
    }

    /** The same with the salt, so that a stranger can check the commitment. */
    static Optional<Personal> reveal(byte[] key, String caseNumber, String field, byte[] ciphertext) {
        try {
            byte[] nonce = Arrays.copyOf(ciphertext, NONCE);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key, nonce, caseNumber, field)
                    .doFinal(ciphertext, NONCE, ciphertext.length - NONCE);
            String text = new String(plain, SALT, plain.length - SALT, StandardCharsets.UTF_8);
            return Optional.of(new Personal(caseNumber, new Salt(Arrays.copyOf(plain, SALT)), text));
        } catch (AEADBadTagException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM is not available", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String caseNumber, String field)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name(caseNumber, field));
        return cipher;
    }

    private static String commitment(byte[] salt, String caseNumber, String field, byte[] text)
            throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salt, "HmacSHA256"));
        mac.update(name(caseNumber, field));
        mac.update((byte) 0);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text));
    }

    private static byte[] name(String caseNumber, String field) {
        return (caseNumber + "\0" + field).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        CHANCE.nextBytes(bytes);
        return bytes;
    }
}
