package org.chancery.ledger.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a record of kind {@code log-key} says of a key of its log.
 *
 * <pre>
 * {"after":"chancery.example/main+…","key":"chancery.example/main+…","type":"key-added"}
 * {"key":"chancery.example/main+…","type":"key-retired"}
 * {"key":"chancery.example/main+…","since":"2026-11-20T00:00:00Z","type":"key-compromised"}
 * </pre>
 */
public sealed interface KeyEvent {

    /** The record's kind. */
    String KIND = "log-key";

    VerifierKey key();

    /** The key signs from now on, after another one. */
    record Added(VerifierKey key, VerifierKey after) implements KeyEvent {}

    /** The key signs nothing from the record on. */
    record Retired(VerifierKey key) implements KeyEvent {}

    /** Somebody else may have had the key since then. */
    record Compromised(VerifierKey key, Instant since) implements KeyEvent {}

    /** As it stands in a record, canonical JSON. */
    default String json() {
        return switch (this) {
            case Added(VerifierKey key, VerifierKey after) ->
                "{\"after\":" + quoted(after) + ",\"key\":" + quoted(key) + ",\"type\":\"key-added\"}";
            case Retired(VerifierKey key) -> "{\"key\":" + quoted(key) + ",\"type\":\"key-retired\"}";
            case Compromised(VerifierKey key, Instant since) ->
                "{\"key\":" + quoted(key) + ",\"since\":\"" + since + "\",\"type\":\"key-compromised\"}";
        };
    }

    private static String quoted(VerifierKey key) {
        return JsonText.quoted(key.text());
    }

    /**
     * What officers sign who order these events of a log: the text {@code chancery key order v1}, the log's name and the
     * events as they stand in the record, each on a line of its own.
     */
    static String order(String origin, List<KeyEvent> events) {
        return "chancery key order v1\n" + origin + "\n" + json(events) + "\n";
    }

    /** As they stand in a record, canonical JSON. */
    static String json(List<KeyEvent> events) {
        return events.stream().map(KeyEvent::json).collect(Collectors.joining(",", "[", "]"));
    }

    /** Those of a record about the log of this name; none if the record is of another kind. */
    static List<KeyEvent> in(String record, String origin) {
        Map<String, Object> members = JsonText.object(record).orElse(Map.of());
        List<KeyEvent> events = new ArrayList<>();
        if (KIND.equals(members.get("kind")) && members.get("transitions") instanceof List<?> transitions) {
            for (Object transition : transitions) {
                if (transition instanceof Map<?, ?> told) {
                    of(told, origin).ifPresent(events::add);
                }
            }
        }
        return events;
    }

    private static Optional<KeyEvent> of(Map<?, ?> told, String origin) {
        Optional<VerifierKey> named = key(told.get("key"), origin);
        if (named.isEmpty() || !(told.get("type") instanceof String type)) {
            return Optional.empty();
        }
        VerifierKey key = named.get();
        return switch (type) {
            case "key-added" -> key(told.get("after"), origin).map(after -> new Added(key, after));
            case "key-retired" -> Optional.of(new Retired(key));
            case "key-compromised" ->
                Optional.ofNullable(told.get("since"))
                        .map(Object::toString)
                        .flatMap(Canonical::instant)
                        .map(since -> new Compromised(key, since));
            default -> Optional.empty();
        };
    }

    private static Optional<VerifierKey> key(Object text, String origin) {
        try {
            return Optional.of(VerifierKey.parse(String.valueOf(text)))
                    .filter(key -> key.name().equals(origin));
        } catch (MalformedTextException e) {
            return Optional.empty();
        }
    }
}
