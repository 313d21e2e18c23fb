package org.chancery.engine.casework;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of the leaves asked for last, bounded by their number and by the length of each: a long one is read
 * again, or a few would hold much of the memory.
 */
final class RecentLeaves<T> {

    static final int MAX = 5_000;
    /** Bytes that a leaf was read from. */
    static final int MAX_LENGTH = 64 * 1024;

    private final Map<Long, T> kept = new LinkedHashMap<>(256, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
            return size() > MAX;
        }
    };

    synchronized Optional<T> find(long leaf) {
        return Optional.ofNullable(kept.get(leaf));
    }

    /** @param length bytes that it was read from */
    synchronized void keep(long leaf, T read, long length) {
        if (length <= MAX_LENGTH) {
            kept.put(leaf, read);
        }
    }
}
