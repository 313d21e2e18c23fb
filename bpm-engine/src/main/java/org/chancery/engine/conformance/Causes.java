package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.conformance.Node.Kind;

/** Why an element may begin: BPMN 2.0 chapter 13, one rule for each way in. */
final class Causes {

    /** The flow whose token it took, if it came on one, and since when it has waited. */
    record Cause(String via, Instant since) {}

    private final CaseState state;
    private final RecordNotes notes;
    private final Clocks clocks;
    private final Instances instances;
    private final Findings findings;

    Causes(CaseState state, RecordNotes notes, Clocks clocks, Instances instances, Findings findings) {
        this.state = state;
        this.notes = notes;
        this.clocks = clocks;
        this.instances = instances;
        this.findings = findings;
    }

    /** Finds the cause and uses it up; without one, says so and takes the nearest token, so that the rest can be judged. */
    Cause of(Step step, Scope scope, Node node) {
        Optional<Cause> cause = switch (node.kind()) {
            case START -> started(scope);
            case BOUNDARY -> boundary(step, scope, node);
            case EVENT_SUBPROCESS -> eventSubprocess(step, scope, node);
            default ->
                node.compensates()
                        ? compensation(step, scope, node)
                        : scope.frame
                                ? instances.begins(step, scope)
                                : behindGateway(step, scope, node).or(() -> token(step, scope, node));
        };
        return cause.orElseGet(() -> new Repairs(state, findings).notReached(step, scope, node));
    }

    private static Optional<Cause> started(Scope scope) {
        boolean first = !scope.begun;
        scope.begun = true;
        return first ? Optional.of(new Cause("", scope.since)) : Optional.empty();
    }

    private Optional<Cause> boundary(Step step, Scope scope, Node node) {
        String host = node.attachedTo();
        if (node.triggeredBy(Node.Trigger.COMPENSATION)) {
            return Optional.empty();
        }
        if (!node.event().interrupting()) {
            Optional<Visit> beside = scope.open(host).stream()
                    .min(Comparator.comparingInt(visit -> visit.came.getOrDefault(node.id(), 0)))
                    .or(() -> notes.ended.stream()
                            .filter(ended ->
                                    ended.scope == scope && ended.node.id().equals(host))
                            .findFirst());
            return beside.filter(visit -> comes(step, node, node, visit.since, scope, visit.came))
                    .map(visit -> new Cause("", visit.since));
        }
        Optional<Visit> stopped = notes.stopped(scope, host);
        if (stopped.isPresent()) {
            notes.ground(stopped.get());
            clocks.check(step, node, stopped.get().since, scope);
            return Optional.of(new Cause("", stopped.get().since));
        }
        Optional<Scope.Awaited> before = awaited(step, scope, node);
        if (before.isPresent()) {
            return Optional.of(new Cause("", before.get().since()));
        }
        List<Visit> open = scope.open(host);
        if (open.isEmpty()) {
            return Optional.empty();
        }
        findings.deviation(step, node.id(), "not-stopped", Map.of("open", host));
        state.close(open.getFirst());
        return Optional.of(new Cause("", open.getFirst().since));
    }

    /** An event that stops nothing comes, perhaps again: whether it may, and at this time. */
    private boolean comes(Step step, Node node, Node event, Instant since, Scope scope, Map<String, Integer> came) {
        int time = came.merge(node.id(), 1, Integer::sum);
        boolean may = clocks.mayCome(event, scope, time);
        if (may) {
            clocks.check(step, event, since, scope, time);
        }
        return may;
    }

    private Optional<Cause> eventSubprocess(Step step, Scope scope, Node node) {
        Optional<Node> start = scope.model.start(node);
        if (start.isPresent() && start.get().triggeredBy(Node.Trigger.COMPENSATION)) {
            return compensating(step, scope, node);
        }
        boolean interrupts = scope.model.interrupts(node);
        Optional<Scope.Awaited> before = awaited(step, scope, node);
        if (before.isEmpty() && interrupts) {
            start.ifPresent(event -> clocks.check(step, event, scope.since, scope));
        } else if (before.isEmpty()
                && !start.map(event -> comes(step, node, event, scope.since, scope, scope.came))
                        .orElse(true)) {
            return Optional.empty();
        }
        if (interrupts) {
            if (!scope.visits.isEmpty()) {
                findings.deviation(step, node.id(), "not-stopped", Map.of("open", scope.openElements()));
                List.copyOf(scope.visits).forEach(state::close);
            }
            scope.clear();
        }
        return Optional.of(new Cause("", step.begun()));
    }

    /** What an earlier record stopped for this event: whether the event could come was asked then. */
    private Optional<Scope.Awaited> awaited(Step step, Scope scope, Node event) {
        Optional<Scope.Awaited> before = scope.awaited(event);
        before.ifPresent(found -> found.objections()
                .of(event)
                .ifPresentOrElse(objection -> findings.add(objection.at(step)), () -> came(event, found, scope)));
        return before;
    }

    private void came(Node event, Scope.Awaited before, Scope scope) {
        Node timer = event.is(Kind.EVENT_SUBPROCESS) ? scope.model.start(event).orElse(event) : event;
        clocks.came(timer, before.since(), scope, 1);
    }

    /** A subprocess that was done compensates itself, once, in its own way. */
    private Optional<Cause> compensating(Step step, Scope scope, Node node) {
        boolean asked = state.compensates() || notes.compensated;
        if (!asked || !scope.done.containsKey(node.id())) {
            return Optional.empty();
        }
        Scope.count(scope.done, node.id(), -1);
        scope.compensatesItself = true;
        return Optional.of(new Cause("", step.begun()));
    }

    /** A handler begins while something compensates, once for each time its activity was done. */
    private Optional<Cause> compensation(Step step, Scope scope, Node node) {
        boolean asked = state.compensates() || notes.compensated;
        if (!asked || !scope.done.containsKey(node.attachedTo())) {
            return Optional.empty();
        }
        Scope.count(scope.done, node.attachedTo(), -1);
        return Optional.of(new Cause("", step.begun()));
    }

    /** The event that an event-based gateway waited for stops the gateway. */
    private Optional<Cause> behindGateway(Step step, Scope scope, Node node) {
        for (Node.Flow flow : node.in()) {
            Optional<Node> gateway = scope.model.node(flow.source()).filter(at -> at.is(Kind.EVENT_GATEWAY));
            if (gateway.isPresent()) {
                Optional<Visit> stopped = notes.stopped(scope, flow.source());
                List<Visit> open = scope.open(flow.source());
                if (stopped.isPresent()) {
                    notes.ground(stopped.get());
                    notes.stopped.removeIf(found -> found.visit() == stopped.get());
                    return Optional.of(new Cause(flow.id(), stopped.get().since));
                }
                if (!open.isEmpty()) {
                    findings.deviation(step, node.id(), "not-stopped", Map.of("open", flow.source()));
                    state.close(open.getFirst());
                    return Optional.of(new Cause(flow.id(), open.getFirst().since));
                }
            }
        }
        return Optional.empty();
    }

    /** A token on an incoming flow; a join takes one from a flow it has none of. */
    private Optional<Cause> token(Step step, Scope scope, Node node) {
        List<Scope.Token> waiting = scope.tokens.stream()
                .filter(token -> token.target.id().equals(node.id()))
                .toList();
        Optional<Scope.Token> token = waiting.stream()
                .filter(found -> scope.open(node.id()).stream().noneMatch(open -> open.via.equals(found.flow))
                        && !scope.gathered.getOrDefault(node.id(), List.of()).contains(found.flow))
                .findFirst()
                .or(() -> waiting.stream().findFirst());
        token.ifPresent(scope.tokens::remove);
        return token.map(found -> new Cause(found.flow, step.begun()));
    }
}
