package org.chancery.ledger.log;

import java.nio.file.Path;

/** Names of tiles within a store, C2SP tlog-tiles: indices in groups of three digits, all but the last after 'x'. */
public final class TilePath {

    private TilePath() {}

    /** {@code tile/<level>/<index>}. */
    static Path hashes(Path folder, int level, long index) {
        return folder.resolve("tile").resolve(Integer.toString(level)).resolve(number(index));
    }

    /** {@code tile/entries/<index>}. */
    static Path entries(Path folder, long index) {
        return folder.resolve("tile").resolve("entries").resolve(number(index));
    }

    /** {@code private/<index>}, ours, numbered like the entry bundles. */
    static Path privateParts(Path folder, long index) {
        return folder.resolve("private").resolve(number(index));
    }

    /** {@code private/ids/<group>}, ours. */
    static Path ids(Path folder, long group) {
        return folder.resolve("private").resolve("ids").resolve(number(group));
    }

    /** 1234067 is {@code x001/x234/067}. */
    public static String number(long index) {
        String path = String.format("%03d", index % 1000);
        for (long rest = index / 1000; rest > 0; rest /= 1000) {
            path = String.format("x%03d/", rest % 1000) + path;
        }
        return path;
    }
}
