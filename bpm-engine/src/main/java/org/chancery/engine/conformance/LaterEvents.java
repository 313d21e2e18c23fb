package org.chancery.engine.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chancery.engine.conformance.Node.Kind;

/**
 * Events behind which the engine pauses. What they interrupt is stopped at once, they themselves are told of in a later
 * record: whether one could come is asked of the time and the facts of the stop.
 */
final class LaterEvents {

    /** Why events could not come when something was stopped; empty for one that could. By the event's id. */
    record Objections(Map<String, Optional<Finding>> byEvent) {

        boolean isAnyEvent() {
            return !byEvent.isEmpty();
        }

        /** What is to be said of the stop as such: nothing if one event could come, or perhaps could. */
        List<Finding> ofAll() {
            if (byEvent.values().stream().anyMatch(Optional::isEmpty)) {
                return List.of();
            }
            List<Finding> all =
                    byEvent.values().stream().flatMap(Optional::stream).toList();
            List<Finding> doubts = all.stream()
                    .filter(one -> one.kind() == Finding.Kind.NOT_JUDGED)
                    .toList();
            return doubts.isEmpty() ? all : doubts;
        }

        /** What is to be said when it turns out that this event came. */
        Optional<Finding> of(Node event) {
            return ofAll().isEmpty() ? byEvent.getOrDefault(event.id(), Optional.empty()) : Optional.empty();
        }
    }

    private final Clocks clocks;

    LaterEvents(Clocks clocks) {
        this.clocks = clocks;
    }

    /** Boundary events that may have stopped this visit; an instance of several has none of its own. */
    Objections atHost(Step step, Visit visit) {
        Scope scope = visit.scope;
        return scope.frame
                ? new Objections(Map.of())
                : of(
                        scope.model.nodes().values().stream()
                                .filter(event -> event.stopsLater(visit.node))
                                .toList(),
                        event -> clocks.objection(step, event, visit.since, scope));
    }

    /** Event subprocesses that may have stopped all in this scope. */
    Objections inScope(Step step, Scope scope) {
        return scope.frame
                ? new Objections(Map.of())
                : of(
                        scope.model.within(scope.node).stream()
                                .filter(event -> event.is(Kind.EVENT_SUBPROCESS)
                                        && event.waitsBefore()
                                        && scope.model.interrupts(event))
                                .toList(),
                        event -> scope.model
                                .start(event)
                                .flatMap(start -> clocks.objection(step, start, scope.since, scope)));
    }

    private static Objections of(List<Node> events, Function<Node, Optional<Finding>> objection) {
        return new Objections(events.stream().collect(Collectors.toMap(Node::id, objection)));
    }
}
