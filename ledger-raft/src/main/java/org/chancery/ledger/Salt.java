package org.chancery.ledger;

/** 16 random bytes that make a commitment to a small value unguessable; compared by value. */
public final class Salt extends Octets {

    public static final int LENGTH = 16;

    /** @throws IllegalArgumentException if these are not 16 bytes */
    public Salt(byte[] bytes) {
        super(bytes, LENGTH, "salt");
    }
}
