package org.chancery.ledger;

import java.util.HexFormat;

/** A SHA-256 hash: 32 bytes, compared by value. */
public final class Hash extends Octets {

    public static final int LENGTH = 32;

    /** @throws IllegalArgumentException if these are not 32 bytes */
    public Hash(byte[] bytes) {
        super(bytes, LENGTH, "hash");
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
