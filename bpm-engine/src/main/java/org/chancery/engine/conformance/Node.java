package org.chancery.engine.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An element of a model that a case can visit, or the process itself.
 *
 * @param parent id of what contains it; empty for the process
 * @param attachedTo for a boundary event, the activity; for what compensates, the activity it compensates
 * @param waitsBefore whether the engine may pause before it is begun (asynchronous continuation)
 * @param waitsAfter likewise after it has ended
 */
record Node(
        String id,
        Kind kind,
        String parent,
        List<Flow> in,
        List<Flow> out,
        String fallback,
        Event event,
        String attachedTo,
        boolean compensates,
        Optional<Repetition> repetition,
        boolean waitsBefore,
        boolean waitsAfter,
        Duty duty,
        Ruling ruling,
        String called,
        Binding binding) {

    enum Kind {
        PROCESS,
        SUBPROCESS,
        EVENT_SUBPROCESS,
        CALL,
        USER,
        RULE,
        TASK,
        EXCLUSIVE,
        PARALLEL,
        INCLUSIVE,
        EVENT_GATEWAY,
        START,
        END,
        CATCH,
        THROW,
        BOUNDARY,
        /** Something this judge does not know. */
        OTHER
    }

    enum Trigger {
        NONE,
        TIMER,
        MESSAGE,
        SIGNAL,
        CONDITION,
        ERROR,
        ESCALATION,
        COMPENSATION,
        CANCEL,
        TERMINATE,
        LINK
    }

    /** A sequence flow. */
    record Flow(String id, String source, String target, Optional<Expression> condition) {}

    /**
     * What an event waits for or tells.
     *
     * @param detail of a timer its ISO 8601 text, of a link its name, of a compensation the activity it names
     */
    record Event(Trigger trigger, String detail, Optional<Expression> condition, boolean interrupting) {
        static final Event NONE = new Event(Trigger.NONE, "", Optional.empty(), true);
    }

    /**
     * Several instances of an activity.
     *
     * @param cardinality how many; empty if there is one for each entry of a list
     * @param list the list's name, as written
     */
    record Repetition(
            boolean sequential,
            Optional<Expression> cardinality,
            String list,
            Optional<Expression> until,
            boolean waitsInside) {}

    /** Which version of what it calls or asks an element means: {@code latest} if empty, {@code deployment}, {@code version}. */
    record Binding(String kind, String version) {
        @Override
        public String toString() {
            return (kind + " " + version).strip();
        }
    }

    /** To whom a user task falls. */
    record Duty(Set<String> groups, String assignee, boolean persons) {
        static final Duty NONE = new Duty(Set.of(), "", false);
    }

    /** Which decision a business rule task asks, and where its answer goes: variable to FEEL over decisionResult. */
    record Ruling(String decision, String result, Map<String, Expression> outputs) {
        static final Ruling NONE = new Ruling("", "", Map.of());
    }

    boolean is(Kind... kinds) {
        return List.of(kinds).contains(kind);
    }

    boolean triggeredBy(Trigger trigger) {
        return event.trigger() == trigger;
    }

    boolean holdsOthers() {
        return is(Kind.SUBPROCESS, Kind.EVENT_SUBPROCESS);
    }

    /** Whether this event stops the activity when it comes, and is itself told of in a later record. */
    boolean stopsLater(Node activity) {
        return is(Kind.BOUNDARY)
                && attachedTo.equals(activity.id)
                && event.interrupting()
                && waitsBefore
                && !triggeredBy(Trigger.COMPENSATION);
    }

    /** A gateway that waits for more than one token. */
    boolean isJoin() {
        return is(Kind.PARALLEL, Kind.INCLUSIVE) && in.size() > 1;
    }

    boolean isGateway() {
        return is(Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE, Kind.EVENT_GATEWAY);
    }

    /** Whether its visit, while it lasts, lets compensation handlers begin. */
    boolean compensatesOthers() {
        return is(Kind.THROW, Kind.END) && (triggeredBy(Trigger.COMPENSATION) || triggeredBy(Trigger.CANCEL));
    }
}
