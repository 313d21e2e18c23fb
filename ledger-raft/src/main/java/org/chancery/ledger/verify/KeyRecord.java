package org.chancery.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A record of kind {@code log-key} taken apart: what it says of keys, and in {@code authority} who ordered that, each
 * with their key and its signature over {@link KeyEvent#order}.
 *
 * @param origin the log's name
 * @param authority those who say that they ordered it
 * @param readable whether {@code authority} is what such a record has, or left out
 */
record KeyRecord(String origin, List<KeyEvent> events, List<Line> authority, boolean readable) {

    private static final int FOR_A_THEFT = 2;

    /** A signature in an officer's name. */
    record Line(VerifierKey key, byte[] signature) {

        boolean isOver(byte[] order) {
            return key.algorithm().isOnlyForm(signature) && key.algorithm().verifies(key.publicKey(), order, signature);
        }
    }

    static KeyRecord of(String record, String origin) {
        List<KeyEvent> events = KeyEvent.in(record, origin);
        Object told = JsonText.object(record).orElse(Map.of()).getOrDefault("authority", List.of());
        List<Line> lines = new ArrayList<>();
        boolean readable = told instanceof List<?>;
        for (Object each : told instanceof List<?> list ? list : List.of()) {
            Optional<Line> line = line(each);
            line.ifPresent(lines::add);
            readable = readable && line.isPresent();
        }
        return new KeyRecord(origin, events, List.copyOf(lines), readable);
    }

    private static Optional<Line> line(Object told) {
        if (!(told instanceof Map<?, ?> line)
                || !(line.get("key") instanceof String key)
                || !(line.get("signature") instanceof String signature)) {
            return Optional.empty();
        }
        try {
            VerifierKey named = VerifierKey.parse(key);
            return Canonical.base64(signature).map(bytes -> new Line(named, bytes));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether enough different officers ordered it: one, two if it tells of a theft. A bad signature in the name of one
     * of them spoils the rest; those of others say nothing. Whoever names no officers is told who the record says it
     * was, if their signatures fit the keys beside them.
     *
     * @param index of the record in its log
     */
    KeyAuthority orderedBy(Optional<Officers> officers, long index) {
        if (officers.isEmpty() && readable && authority.isEmpty()) {
            return new KeyAuthority.Claimed(List.of());
        }
        byte[] order = KeyEvent.order(origin, events).getBytes(StandardCharsets.UTF_8);
        List<Line> asked = authority.stream()
                .filter(line ->
                        officers.map(known -> known.mayOrder(line.key(), index)).orElse(true))
                .toList();
        SortedSet<String> names = new TreeSet<>();
        asked.stream()
                .filter(line -> line.isOver(order))
                .forEach(line -> names.add(line.key().name()));
        int needed = events.stream().anyMatch(KeyEvent.Compromised.class::isInstance) ? FOR_A_THEFT : 1;
        List<String> by = List.copyOf(names);
        if (!readable || names.size() < needed || !asked.stream().allMatch(line -> line.isOver(order))) {
            return new KeyAuthority.NotOrdered(needed, by);
        }
        return officers.isPresent() ? new KeyAuthority.Ordered(by) : new KeyAuthority.Claimed(by);
    }
}
