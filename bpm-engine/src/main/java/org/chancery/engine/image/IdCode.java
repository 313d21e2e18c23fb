package org.chancery.engine.image;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Ids in few bytes. The engine's are time-based (RFC 9562 §5.1), so most ids of one record differ from each other only
 * by when they were drawn: each is written as the number of its lower half, which names the generator, and the
 * difference of its time, in 100 ns, to the newest id so far or to the one before, whichever is shorter. Other ids
 * stand as they are.
 *
 * <p>Writer and reader each keep one for a record and let it see the same ids in the same order.
 */
final class IdCode {

    /** Length of an id's canonical text. */
    static final int TEXT_LENGTH = 36;

    private static final int WHOLE = 0;
    private static final int AFTER_NEWEST = 1;
    private static final int AFTER_LAST = 2;
    private static final int WAYS = 3;

    /** Time-based ids count from the Gregorian reform, 1582-10-15. */
    private static final long EPOCH_TICKS = 0x01B21DD213814000L;

    private static final long TICKS_PER_MICRO = 10;

    private final List<Long> generators = new ArrayList<>();
    private long newest;
    private long last;

    /** @param baseMicros the record's time, microseconds since 1970 UTC */
    IdCode(long baseMicros) {
        newest = baseMicros * TICKS_PER_MICRO + EPOCH_TICKS;
        last = newest;
    }

    /** Whether the text has, from this index to its end, an id in canonical lower case: only that comes back unchanged. */
    static boolean isId(String text, int from) {
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char c = text.charAt(from + i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : (c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    void write(String text, ImageWriter out) {
        UUID id = UUID.fromString(text);
        if (!timeBased(id)) {
            out.number(WHOLE);
            out.fixed(id.getMostSignificantBits());
            out.fixed(id.getLeastSignificantBits());
            return;
        }
        long time = id.timestamp();
        boolean toLast = Math.abs(time - last) < Math.abs(time - newest);
        int generator = generators.indexOf(id.getLeastSignificantBits());
        out.number((generator + 1L) * WAYS + (toLast ? AFTER_LAST : AFTER_NEWEST));
        if (generator < 0) {
            generators.add(id.getLeastSignificantBits());
            out.fixed(id.getLeastSignificantBits());
        }
        out.signed(time - (toLast ? last : newest));
        seen(time);
    }

    String read(ImageReader in) {
        long head = in.number();
        if (head == WHOLE) {
            return new UUID(in.fixed(), in.fixed()).toString();
        }
        long generator = head / WAYS - 1;
        if (generator >= generators.size() || head % WAYS == WHOLE) {
            throw new IllegalArgumentException("an id is damaged");
        }
        if (generator < 0) {
            generators.add(in.fixed());
            generator = generators.size() - 1L;
        }
        long time = in.signed() + (head % WAYS == AFTER_LAST ? last : newest);
        seen(time);
        return new UUID(high(time), generators.get((int) generator)).toString();
    }

    private void seen(long time) {
        last = time;
        newest = Math.max(newest, time);
    }

    private static boolean timeBased(UUID id) {
        return id.version() == 1 && id.variant() == 2 && high(id.timestamp()) == id.getMostSignificantBits();
    }

    /** The upper half of a time-based id: low, middle and high bits of its time, the version between the last two. */
    private static long high(long time) {
        return time << 32 | (time >>> 16 & 0xFFFF0000L) | 0x1000L | time >>> 48 & 0x0FFFL;
    }
}
