package org.chancery.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tells a finding from others of the same code at the same element in one entry: the SHA-256, in the 43 characters of
 * base64url, of the step's number and then of the details, by their names in order, name and value: each as its length in
 * bytes of UTF-8, a colon, these bytes and a comma.
 *
 * <p>Records name deviations by it for ever. Codes, and names and values of details, are therefore a format: whoever
 * changes one parts recordings from what they record.
 */
public final class FindingMark {

    private FindingMark() {}

    /**
     * @param step number of the transition within the entry, from 0; -1 if it is about the entry as a whole
     * @param details named values of the finding
     */
    public static String of(long step, Map<String, String> details) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            frame(hash, String.valueOf(step));
            new TreeMap<>(details).forEach((name, value) -> {
                frame(hash, name);
                frame(hash, value);
            });
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void frame(MessageDigest hash, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        hash.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        hash.update(bytes);
        hash.update((byte) ',');
    }
}
