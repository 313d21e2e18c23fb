package org.chancery.engine;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** A record's id as records and messages write it: the UUID's 16 bytes in base64url without padding (RFC 4648 §5). */
public final class RecordId {

    private RecordId() {}

    /** 22 characters. */
    public static String text(UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
