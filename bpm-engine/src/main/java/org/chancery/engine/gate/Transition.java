package org.chancery.engine.gate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One business transition, as it is gathered while the transaction runs; {@link PublicTransitions} writes it into the
 * record. Holds no personal data: texts are ids of models and elements, facts are typed and non-personal, values that
 * are not facts are only committed to.
 */
public final class Transition {

    /** What happens within it is told without a time of its own. */
    private static final Duration ONE_MOMENT = Duration.ofSeconds(1);

    private final Instant at;
    private final TreeMap<String, Object> members = new TreeMap<>();
    private final TreeMap<String, String> committed = new TreeMap<>();
    private final TreeMap<String, Object> withheld = new TreeMap<>();
    private String type;
    private String root;
    private ModelHashes.Model model;
    private String element;
    private String instance;
    private String scope;
    private final TreeMap<String, Object> named = new TreeMap<>();

    /**
     * @param type 'started', 'completed', 'taken', 'decision', 'status', …
     * @param at when it was decided
     */
    public Transition(String type, Instant at) {
        this.type = type;
        this.at = at;
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

    /** Adds a value that the record names and commits to, but does not tell; a later one of the same name replaces it. */
    public Transition committing(String name, String value) {
        committed.put(name, value);
        return this;
    }

    /**
     * Adds a value that the public part commits to and the private part holds.
     *
     * @param path where it would stand: {@code facts.NAME}, {@code inputs.NAME}, {@code outputs.NAME} or {@code rules}
     */
    Transition withholding(String path, Object value) {
        withheld.put(path, value);
        return committing(path, new String(CanonicalJson.write(value), StandardCharsets.UTF_8));
    }

    /** @param definition under which it happened */
    Transition under(ModelHashes.Model definition) {
        model = definition;
        return this;
    }

    /** @param id of the diagram's element, {@code null} if it concerns none */
    Transition at(String id) {
        element = id;
        return this;
    }

    /** @param activityInstance the engine's id of one visit to the element; the record carries a short tag instead */
    Transition visit(String activityInstance) {
        instance = activityInstance;
        return this;
    }

    /**
     * @param activityInstance the engine's id of the visit that encloses this one: to a subprocess, to an activity with
     *     several instances, of a called process; {@code null} if none does
     */
    Transition within(String activityInstance) {
        scope = activityInstance;
        return this;
    }

    /** Tells a public fact's new value. */
    @SuppressWarnings("unchecked")
    void fact(String name, Object value) {
        ((Map<String, Object>) members.computeIfAbsent("facts", facts -> new TreeMap<String, Object>()))
                .put(name, value);
    }

    /** Whether it tells already of a new value of this variable. */
    boolean sets(String name) {
        return committed().containsKey(name)
                || members.get("facts") instanceof Map<?, ?> facts && facts.containsKey(name);
    }

    /** @param personId whom it concerns; the record carries their key in this case instead */
    Transition to(String personId) {
        return naming("to", personId);
    }

    /** @param member of the record, which holds this person's key in this case; {@code null} names nobody */
    public Transition naming(String member, String personId) {
        if (personId != null) {
            named.put(member, personId);
        }
        return this;
    }

    /** @param member of the record, which holds the keys of all these persons in this case, in alphabetical order */
    public Transition naming(String member, Collection<String> personIds) {
        named.put(member, List.copyOf(personIds));
        return this;
    }

    /** The visit began and ended within the transaction and a moment: one transition tells both. */
    void passed(Transition end) {
        type = "passed";
        instance = null;
        members.putAll(end.members);
        take(end);
    }

    /** Takes over what another transition, which is told with this one, commits to. */
    void take(Transition other) {
        committed.putAll(other.committed);
        withheld.putAll(other.withheld);
    }

    Instant at() {
        return at;
    }

    /** Whether both happened within a second, so that one time can stand for both. */
    boolean isWithinAMomentOf(Transition other) {
        return isWithinAMomentOf(other.at);
    }

    boolean isWithinAMomentOf(Instant time) {
        return Duration.between(time, at).abs().compareTo(ONE_MOMENT) < 0;
    }

    String type() {
        return type;
    }

    Optional<String> root() {
        return Optional.ofNullable(root);
    }

    Optional<ModelHashes.Model> model() {
        return Optional.ofNullable(model);
    }

    Optional<String> element() {
        return Optional.ofNullable(element);
    }

    Optional<String> instance() {
        return Optional.ofNullable(instance);
    }

    Optional<String> scope() {
        return Optional.ofNullable(scope);
    }

    /** Member to person id, or to a list of them. */
    SortedMap<String, Object> named() {
        return named;
    }

    SortedMap<String, Object> withheld() {
        return withheld;
    }

    SortedMap<String, String> committed() {
        return committed;
    }

    Map<String, Object> members() {
        return members;
    }
}
