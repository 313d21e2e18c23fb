package org.chancery.engine.conformance;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was asked for lately, so many entries at most. */
final class Lately<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    Lately(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
