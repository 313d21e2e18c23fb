package org.chancery.engine.gate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hashes that stand in records. */
final class Digests {

    /** 128 bits: enough against collisions that nobody can steer, short enough for every transition. */
    private static final int PSEUDONYM_LENGTH = 16;

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Digests() {}

    /** SHA-256 in hex. */
    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Pseudonym of a case: HMAC-SHA-256 of its number under its salt, 16 bytes, base64url. */
    static String pseudonym(byte[] salt, String caseNumber) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return shorten(mac.doFinal(caseNumber.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    /** Key id of an actor: SHA-256 of their pseudonym, 16 bytes, base64url. */
    static String keyId(String personId) {
        return shorten(sha256().digest(personId.getBytes(StandardCharsets.UTF_8)));
    }

    /** Commitment to a value: SHA-256 of salt, name, a zero byte and the value's text, base64. */
    static String commitment(byte[] salt, String name, String value) {
        MessageDigest digest = sha256();
        digest.update(salt);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return Base64.getEncoder().encodeToString(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
    }

    private static String shorten(byte[] hash) {
        return URL.encodeToString(Arrays.copyOf(hash, PSEUDONYM_LENGTH));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
