package org.chancery.engine.gate;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One business transition as the public part of a record states it. Holds no personal data: texts are ids of models
 * and elements, facts are typed and non-personal.
 */
public final class Transition {

    private final TreeMap<String, Object> members = new TreeMap<>();
    private String root;

    /**
     * @param type 'started', 'completed', 'taken', 'decision', 'status', …
     * @param at when it was decided
     */
    public Transition(String type, Instant at) {
        members.put("type", type);
        members.put("at", at.toString());
    }

    /** Names the case by its root process instance; the record carries the case's pseudonym instead. */
    public Transition of(String rootProcessInstance) {
        root = rootProcessInstance;
        return this;
    }

    /**
     * Adds a member of the record.
     *
     * @param value a text, an integral or floating number, a boolean, or maps with text keys and lists of these;
     *     nothing is added for {@code null}
     */
    public Transition with(String member, Object value) {
        if (value != null) {
            members.put(member, value);
        }
        return this;
    }

    /** A member that is a map, to be added to. */
    @SuppressWarnings("unchecked")
    Map<String, Object> map(String member) {
        return (Map<String, Object>) members.get(member);
    }

    Optional<String> root() {
        return Optional.ofNullable(root);
    }

    String type() {
        return (String) members.get("type");
    }

    TreeMap<String, Object> members() {
        return members;
    }
}
