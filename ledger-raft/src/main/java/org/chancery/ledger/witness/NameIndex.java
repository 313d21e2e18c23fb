package org.chancery.ledger.witness;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.chancery.ledger.verify.Rfc6962;

/**
 * Where the newest record of each name is, in 32 bytes a name: the name by half of its SHA-256, the place, and eight
 * bytes of the SHA-256 of what is there. Open addressing, for millions of names. Not for several threads.
 */
final class NameIndex {

    /** Bytes that stand for a name. */
    static final int KEY = 16;

    /** Longest record that can be noted: 256 MB. */
    static final int MAX_LENGTH = (1 << 28) - 1;

    /** Longest file that can be noted: 32 GB. */
    static final long MAX_PLACE = (1L << 35) - 1;

    private static final int WIDTH = 4;
    private static final int LENGTH_BITS = 28;

    /** Slots of four: both halves of the key, place and length and one, check; 0 in the third says that it is free. */
    private long[] slots = new long[WIDTH << 10];

    private int size;

    /**
     * A record.
     *
     * @param place where it begins in the file
     * @param length of what it holds
     * @param check {@link #check} of what it holds
     */
    record Place(long place, int length, long check) {}

    /** What stands for a name: any two names differ in it, also those that are no Unicode. */
    static byte[] key(String name) {
        ByteBuffer units = ByteBuffer.allocate(Character.BYTES * name.length());
        units.asCharBuffer().put(name);
        return ByteBuffer.allocate(KEY)
                .put(Rfc6962.sha256(units.array()), 0, KEY)
                .array();
    }

    /** Eight bytes by which what a record holds is known again. */
    static long check(byte[] held) {
        return ByteBuffer.wrap(Rfc6962.sha256(held)).getLong();
    }

    Optional<Place> get(byte[] key) {
        int slot = slot(slots, half(key, 0), half(key, Long.BYTES));
        return slots[slot + 2] == 0 ? Optional.empty() : Optional.of(place(slot));
    }

    private Place place(int slot) {
        long packed = slots[slot + 2] - 1;
        return new Place(packed >>> LENGTH_BITS, (int) (packed & MAX_LENGTH), slots[slot + 3]);
    }

    /** @return what it replaces */
    Optional<Place> put(byte[] key, Place place) {
        if (4L * size >= 3L * (slots.length / WIDTH)) {
            grow();
        }
        long high = half(key, 0);
        long low = half(key, Long.BYTES);
        int slot = slot(slots, high, low);
        Optional<Place> before = slots[slot + 2] == 0 ? Optional.empty() : Optional.of(place(slot));
        size += before.isEmpty() ? 1 : 0;
        slots[slot] = high;
        slots[slot + 1] = low;
        slots[slot + 2] = (place.place() << LENGTH_BITS | place.length()) + 1;
        slots[slot + 3] = place.check();
        return before;
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] more = new long[Math.multiplyExact(slots.length, 2)];
        for (int old = 0; old < slots.length; old += WIDTH) {
            if (slots[old + 2] != 0) {
                System.arraycopy(slots, old, more, slot(more, slots[old], slots[old + 1]), WIDTH);
            }
        }
        slots = more;
    }

    /** The slot of this key, or the free one where it belongs. */
    private static int slot(long[] slots, long high, long low) {
        int count = slots.length / WIDTH; // a power of two
        int at = (int) low & count - 1;
        while (slots[WIDTH * at + 2] != 0 && (slots[WIDTH * at] != high || slots[WIDTH * at + 1] != low)) {
            at = at + 1 & count - 1;
        }
        return WIDTH * at;
    }

    private static long half(byte[] key, int from) {
        return ByteBuffer.wrap(key).getLong(from);
    }
}
