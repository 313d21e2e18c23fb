package org.chancery.ledger.log;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.chancery.ledger.Leaf;

/** What a {@link CrashTable} applies, by its number in the Raft log: every seventh entry makes no leaf. */
final class CrashEntries {

    private CrashEntries() {}

    static void apply(LogStore store, long entry) {
        if (makesLeaf(entry)) {
            store.append(id(entry), 1, entry, publicPart(entry), privatePart(entry));
        } else {
            store.applied(1, entry);
        }
    }

    static boolean makesLeaf(long entry) {
        return entry % 7 != 3;
    }

    static long leavesBelow(long entry) {
        return entry - Math.max(0, (entry + 3) / 7);
    }

    static Leaf leaf(long entry, long index) {
        return new Leaf(index, 1, id(entry), publicPart(entry), privatePart(entry));
    }

    private static UUID id(long entry) {
        return new UUID(entry * 0x9E3779B97F4A7C15L, entry);
    }

    private static byte[] publicPart(long entry) {
        return ("{\"entry\":" + entry + "}").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] privatePart(long entry) {
        return new byte[(int) (entry % 90)];
    }

    /** All that a leaf says, to be compared. */
    static String written(List<Leaf> leaves) {
        StringBuilder text = new StringBuilder();
        for (Leaf leaf : leaves) {
            text.append(leaf.index())
                    .append(' ')
                    .append(leaf.term())
                    .append(' ')
                    .append(leaf.id());
            text.append(' ').append(HexFormat.of().formatHex(leaf.publicPart()));
            text.append(' ')
                    .append(HexFormat.of().formatHex(leaf.privatePart()))
                    .append('\n');
        }
        return text.toString();
    }
}
