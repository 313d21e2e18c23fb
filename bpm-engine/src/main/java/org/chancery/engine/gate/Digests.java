package org.chancery.engine.gate;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hashes that stand in records, all base64url without padding (RFC 4648 §5). */
final class Digests {

    /** 128 bits: enough against collisions that nobody can steer, short enough for every record. */
    private static final int NAME_LENGTH = 16;

    /** 48 bits tell the visits of one case apart; which row is meant stands in the private part. */
    private static final int TAG_LENGTH = 6;

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private Digests() {}

    /** SHA-256. */
    static String hash(byte[] bytes) {
        return text(sha256().digest(bytes));
    }

    /** Pseudonym of a case: HMAC-SHA-256 of its number under its salt, 16 bytes. */
    static String pseudonym(byte[] salt, String caseNumber) {
        return text(Arrays.copyOf(hmac(salt, caseNumber), NAME_LENGTH));
    }

    /**
     * Key id of a person within one case: HMAC-SHA-256 of 'person', a zero byte and the person id under the case's
     * salt, 16 bytes. Two cases cannot be linked by it.
     */
    static String personKey(byte[] salt, String personId) {
        return text(Arrays.copyOf(hmac(salt, "person\0" + personId), NAME_LENGTH));
    }

    /**
     * Tag of one visit to an element: HMAC-SHA-256 of 'visit', a zero byte and the engine's activity instance id under
     * the case's salt, 6 bytes.
     */
    static String visit(byte[] salt, String activityInstance) {
        return text(Arrays.copyOf(hmac(salt, "visit\0" + activityInstance), TAG_LENGTH));
    }

    static String text(byte[] bytes) {
        return URL.encodeToString(bytes);
    }

    static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
