package org.chancery.engine.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One transition of a public record, with what its record says for it.
 *
 * @param at when it happened, as it tells, but not after its record's time
 * @param recorded its record's time
 * @param visit tag of the visit; empty if it has none or concerns the case's process itself
 * @param scope tag of the enclosing visit; empty for the case's process
 */
record Step(
        long leaf,
        int number,
        Instant at,
        Instant recorded,
        String type,
        String caseName,
        String element,
        String visit,
        String scope,
        Optional<ModelRef> model,
        List<String> flows,
        Map<String, Object> facts,
        Optional<Who> actor,
        Map<String, Object> members) {

    /** A transaction that waits for its turn takes seconds. */
    private static final Duration SOON = Duration.ofMinutes(1);

    /** No transaction lasts longer, and clocks of a group's members differ by less. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private static final String FRAME = "#multiInstanceBody";

    /** Who acted: for which organisation, and the person's key within this case. */
    record Who(String organisation, String key) {}

    /** When it happened, for what counts from then on: a record is made soon after what it tells. */
    Instant since() {
        boolean soon = Duration.between(at, recorded).compareTo(SOON) <= 0;
        return soon ? at : recorded;
    }

    /** From when on a timer that it sets runs: whoever antedates it by more does not bring the timer forward. */
    Instant begun() {
        return Duration.between(at, recorded).compareTo(LONGEST) <= 0 ? at : recorded;
    }

    /** The same, not before what the log had told of the time when it was recorded. */
    Step notBefore(Instant known) {
        return recorded.isBefore(known)
                ? new Step(
                        leaf,
                        number,
                        at.isBefore(known) ? known : at,
                        known,
                        type,
                        caseName,
                        element,
                        visit,
                        scope,
                        model,
                        flows,
                        facts,
                        actor,
                        members)
                : this;
    }

    /** Whether it is about the frame around several instances. */
    boolean isFrame() {
        return element.endsWith(FRAME);
    }

    /** The element's id in the model, of which the frame around several instances has one of its own. */
    String node() {
        return unframed(element);
    }

    /** As {@link #node}, of the element that a flow is told to come from. */
    String from() {
        return unframed(text("from"));
    }

    private static String unframed(String id) {
        return id.endsWith(FRAME) ? id.substring(0, id.length() - FRAME.length()) : id;
    }

    String text(String member) {
        return members.get(member) instanceof String text ? text : "";
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> object(String member) {
        return members.get(member) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
