package org.chancery.engine.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.UUID;
import org.chancery.engine.RecordId;

/**
 * Commitments to named values, of which any may later be shown without the others: SHA-256 of salt, name, a zero byte
 * and value, in UTF-8. The 16-byte salts are HMAC-SHA-256 of the transition's number, a zero byte and the name under
 * the record's seed, cut to 16 bytes, so that nothing is kept per value, and showing one salt tells nothing of the
 * others. A full hash is kept: 128 bits against two openings need 256 bits.
 *
 * <p>The seed of a record about one case follows from the case's salt, which stands in a gated row; one of several
 * cases or of none keeps a seed in its private part.
 */
final class Commitments {

    /** Bytes of a record's seed and of each salt. */
    static final int SALT_LENGTH = 16;

    private Commitments() {}

    /**
     * @param caseSalt of the one case that the record is about; never shown, since all of the case's salts follow
     * @param record the record's id
     * @return HMAC-SHA-256 of 'set', a zero byte and the record's id as it stands in the record, under the case's salt, 16 bytes
     */
    static byte[] seed(byte[] caseSalt, UUID record) {
        return Arrays.copyOf(Digests.hmac(caseSalt, "set\0" + RecordId.text(record)), SALT_LENGTH);
    }

    /**
     * @param transition number of the transition within its record, from 0
     * @return the commitment, base64url
     */
    static String of(byte[] seed, int transition, String name, String value) {
        MessageDigest commitment = Digests.sha256();
        commitment.update(salt(seed, transition, name));
        commitment.update(utf8(name));
        commitment.update((byte) 0);
        return Digests.text(commitment.digest(utf8(value)));
    }

    static byte[] salt(byte[] seed, int transition, String name) {
        return Arrays.copyOf(Digests.hmac(seed, transition + "\0" + name), SALT_LENGTH);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
