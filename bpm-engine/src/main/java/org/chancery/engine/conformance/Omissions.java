package org.chancery.engine.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.conformance.Node.Kind;
import org.chancery.engine.conformance.Node.Trigger;

/** That a case which has not ended has a clock running for it, and that no clock has run out unheard. */
final class Omissions {

    /** What a busy engine may take to hear a timer. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    /** A timer that waits. */
    private record Waiting(Node timer, Optional<Instant> due) {}

    private final CaseState state;
    private final Clocks clocks;

    Omissions(CaseState state, Clocks clocks) {
        this.state = state;
        this.clocks = clocks;
    }

    /** @param now time of the log's newest record */
    List<Finding> at(String caseName, long leaf, Instant now) {
        List<Finding> omissions = new ArrayList<>();
        if (state.ended || state.root().isEmpty()) {
            return omissions;
        }
        List<Waiting> timers = state.scopes().stream().flatMap(this::waiting).toList();
        if (timers.isEmpty() && !state.clockTold) {
            omissions.add(omission(caseName, leaf, "", "no-clock", Map.of()));
        }
        for (Waiting waiting : timers) {
            waiting.due()
                    .filter(due -> due.plus(GRACE).isBefore(now))
                    .ifPresent(due -> omissions.add(
                            omission(caseName, leaf, waiting.timer().id(), "overdue", Map.of("due", due.toString()))));
        }
        return omissions;
    }

    private static Finding omission(
            String caseName, long leaf, String element, String code, Map<String, String> details) {
        return new Finding(Finding.Kind.OMISSION, caseName, leaf, -1, element, code, details);
    }

    private Stream<Waiting> waiting(Scope scope) {
        Stream<Waiting> events = scope.model.within(scope.node).stream()
                .filter(node -> !scope.frame && node.is(Kind.EVENT_SUBPROCESS))
                .flatMap(node -> scope.model.start(node).stream())
                .filter(start -> start.triggeredBy(Trigger.TIMER))
                .map(start -> new Waiting(start, clocks.due(start, scope.since, scope)));
        return Stream.concat(events, scope.visits.stream().flatMap(visit -> waiting(scope, visit)));
    }

    private Stream<Waiting> waiting(Scope scope, Visit visit) {
        Node at = visit.node;
        return scope.model.nodes().values().stream()
                .filter(node -> node.triggeredBy(Trigger.TIMER))
                .filter(node -> node.is(Kind.BOUNDARY) && node.attachedTo().equals(at.id())
                        || node == at
                        || at.is(Kind.EVENT_GATEWAY)
                                && node.in().stream()
                                        .anyMatch(flow -> flow.source().equals(at.id())))
                .map(node -> new Waiting(node, clocks.due(node, visit.since, scope)));
    }
}
