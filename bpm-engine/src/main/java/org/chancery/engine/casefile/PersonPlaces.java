package org.chancery.engine.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.chancery.engine.casefile.FieldTable.Opened;

/**
 * Which place, and so which person's key, each entry of a list gets when the list is entered anew. An entry that shares
 * a text (a name, a number) with one that the case holds is about the same person and keeps that person's place, so that
 * erasing them reaches every version of it. Whoever is new gets a place that nobody had: no two persons share a key.
 */
final class PersonPlaces {

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Likeness(int row, int place, long shared) {}

    private PersonPlaces() {}

    /**
     * @param rows JSON objects, as entered
     * @param kept what the case holds, by place, with what was removed (an empty text) and what was erased
     * @return place to entry
     */
    static SortedMap<Integer, String> of(List<JsonNode> rows, SortedMap<Integer, Opened> kept) {
        List<Likeness> alike = new ArrayList<>();
        kept.forEach((place, entry) -> entry.value()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> {
                    JsonNode before = read(text);
                    for (int row = 0; row < rows.size(); row++) {
                        alike.add(new Likeness(row, place, shared(rows.get(row), before)));
                    }
                }));
        alike.sort(Comparator.comparingLong(Likeness::shared).reversed());
        SortedMap<Integer, String> placed = new TreeMap<>();
        Set<Integer> done = new HashSet<>();
        for (Likeness pair : alike) {
            if (pair.shared() > 0 && !done.contains(pair.row()) && !placed.containsKey(pair.place())) {
                placed.put(pair.place(), rows.get(pair.row()).toString());
                done.add(pair.row());
            }
        }
        int next = kept.isEmpty() ? 0 : kept.lastKey() + 1;
        for (int row = 0; row < rows.size(); row++) {
            if (!done.contains(row)) {
                placed.put(next++, rows.get(row).toString());
            }
        }
        return placed;
    }

    /** How many texts are the same in both; equal shares or dates of two persons say nothing. */
    private static long shared(JsonNode row, JsonNode before) {
        return row.properties().stream()
                .filter(member -> member.getValue().isTextual())
                .map(Map.Entry::getKey)
                .filter(key -> row.get(key).equals(before.get(key)))
                .count();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of a list was not kept as JSON", e);
        }
    }
}
