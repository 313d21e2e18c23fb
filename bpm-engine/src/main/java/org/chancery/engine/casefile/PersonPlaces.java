package org.chancery.engine.casefile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chancery.engine.casefile.FieldTable.Opened;
import org.chancery.engine.form.FormField;

/**
 * Which place, and so which person's key, each entry of a list gets when the list is entered anew.
 *
 * <ol>
 *   <li>An entry and one that the case holds that both state an identifier ({@link FormField#identifies}) are about the
 *       same person if and only if it is equal, whatever else they state.
 *   <li>Of the others they are about the same person if they share a text, if no text that both state differs, and if
 *       neither of the two is as much like another one.
 *   <li>Whoever is not recognised so gets a place that nobody had.
 * </ol>
 *
 * No two persons share a key, then; one person may come to have several, when a number is corrected or there is doubt.
 * The place that such a person leaves stays in the case's list of fields, emptied, under the key that it had, so that
 * whoever erases the person finds the key of the former version there.
 */
final class PersonPlaces {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> identifiers;
    private final List<JsonNode> rows;
    private final SortedMap<Integer, JsonNode> held = new TreeMap<>();
    private final Map<Integer, Integer> rowAt = new HashMap<>();

    /**
     * That an entry and what is held at a place may be about the same person.
     *
     * @param shared how many texts are equal
     * @param whole whether neither states a text that the other does not
     */
    private record Likeness(int row, int place, boolean identified, long shared, boolean whole) {

        private static final Comparator<Likeness> BY_DEGREE =
                Comparator.comparingLong(Likeness::shared).thenComparing(Likeness::whole);

        boolean rivals(Likeness other) {
            return !equals(other) && (row == other.row || place == other.place) && BY_DEGREE.compare(this, other) >= 0;
        }
    }

    private PersonPlaces(FormField list, List<JsonNode> rows, SortedMap<Integer, Opened> kept) {
        this.identifiers = list.items().stream()
                .filter(FormField::identifies)
                .map(FormField::key)
                .collect(Collectors.toSet());
        this.rows = rows;
        kept.forEach((place, entry) ->
                entry.value().filter(text -> !text.isEmpty()).ifPresent(text -> held.put(place, read(text))));
    }

    /**
     * @param rows JSON objects, as entered
     * @param kept what the case holds, by place, with what was removed (an empty text) and what was erased
     * @return place to entry
     */
    static SortedMap<Integer, String> of(FormField list, List<JsonNode> rows, SortedMap<Integer, Opened> kept) {
        return new PersonPlaces(list, rows, kept).placed(kept.isEmpty() ? 0 : kept.lastKey() + 1);
    }

    private SortedMap<Integer, String> placed(int firstNew) {
        List<Likeness> alike = held.keySet().stream().flatMap(this::alike).toList();
        placeIdentified(alike.stream().filter(Likeness::identified).toList());
        placeUnrivalled(alike.stream()
                .filter(pair -> !pair.identified() && isOpen(pair))
                .toList());
        SortedMap<Integer, String> placed = new TreeMap<>();
        rowAt.forEach((place, row) -> placed.put(place, rows.get(row).toString()));
        int next = firstNew;
        for (int row = 0; row < rows.size(); row++) {
            if (!rowAt.containsValue(row)) {
                placed.put(next++, rows.get(row).toString());
            }
        }
        return placed;
    }

    /** Somebody who is entered twice keeps the place where more was the same. */
    private void placeIdentified(List<Likeness> pairs) {
        for (Likeness pair :
                pairs.stream().sorted(Likeness.BY_DEGREE.reversed()).toList()) {
            if (isOpen(pair)) {
                rowAt.put(pair.place(), pair.row());
            }
        }
    }

    private void placeUnrivalled(List<Likeness> pairs) {
        for (Likeness pair : pairs) {
            if (pairs.stream().noneMatch(other -> other.rivals(pair))) {
                rowAt.put(pair.place(), pair.row());
            }
        }
    }

    private boolean isOpen(Likeness pair) {
        return !rowAt.containsKey(pair.place()) && !rowAt.containsValue(pair.row());
    }

    private Stream<Likeness> alike(int place) {
        return IntStream.range(0, rows.size()).boxed().flatMap(row -> alike(row, place).stream());
    }

    private Optional<Likeness> alike(int row, int place) {
        Map<String, String> now = texts(rows.get(row));
        Map<String, String> before = texts(held.get(place));
        List<String> both = now.keySet().stream().filter(before::containsKey).toList();
        long shared = both.stream()
                .filter(key -> now.get(key).equals(before.get(key)))
                .count();
        boolean whole = both.size() == now.size() && both.size() == before.size();
        List<String> decisive = both.stream().filter(identifiers::contains).toList();
        boolean same = decisive.isEmpty()
                ? shared > 0 && shared == both.size()
                : decisive.stream().allMatch(key -> now.get(key).equals(before.get(key)));
        return same ? Optional.of(new Likeness(row, place, !decisive.isEmpty(), shared, whole)) : Optional.empty();
    }

    /** What tells persons apart; equal shares or dates of two of them say nothing. */
    private static Map<String, String> texts(JsonNode entry) {
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, JsonNode> member : entry.properties()) {
            String text = member.getValue().asText("").strip();
            if (member.getValue().isTextual() && !text.isEmpty()) {
                texts.put(member.getKey(), text);
            }
        }
        return texts;
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of a list was not kept as JSON", e);
        }
    }
}
