package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.conformance.Node.Kind;

/** Flows on which an element is left: told with the end of its visit, or by themselves later. */
final class Departures {

    private final CaseState state;
    private final RecordNotes notes;
    private final Feel feel;
    private final Findings findings;

    Departures(CaseState state, RecordNotes notes, Feel feel, Findings findings) {
        this.state = state;
        this.notes = notes;
        this.feel = feel;
        this.findings = findings;
    }

    /** A visit has ended, and what its end tells of. */
    void left(Step step, Visit visit) {
        Scope scope = visit.scope;
        Node node = visit.node;
        List<String> flows = step.flows();
        if (scope.frame || node.out().isEmpty() && flows.isEmpty()) {
            scope.endsLater |= node.waitsAfter();
            return;
        }
        if (!flows.isEmpty()) {
            Exits exits = new Exits(feel, notes, findings);
            if (node.isJoin()) {
                exits.join(step, scope, node, visit.via);
            }
            exits.choice(step, scope, node, flows, step.facts());
            exits.leave(step, scope, node, flows);
        } else if (node.isJoin()) {
            scope.gathered.computeIfAbsent(node.id(), id -> new ArrayList<>()).add(visit.via);
        } else {
            Scope.count(scope.leaving, node.id(), 1);
        }
    }

    /** A flow that no visit's end tells of: behind an asynchronous end, or behind a link. */
    void taken(Step step) {
        Optional<Scope> scope = state.scope(step.scope());
        Optional<Node> from = scope.flatMap(found -> found.model.node(step.from()));
        if (from.isEmpty()) {
            findings.deviation(step, step.element(), "element-unknown", Map.of());
            return;
        }
        Exits exits = new Exits(feel, notes, findings);
        if (scope.get().takes(from.get().id(), step.element())) {
            exits.leave(step, scope.get(), from.get(), List.of(step.element()));
            return;
        }
        RecordNotes.Taken taken = notes.taken(step, scope.get(), from.get());
        boolean first = taken.flows().isEmpty();
        taken.flows().add(step.element());
        taken.facts().putAll(step.facts());
        if (first && !ready(scope.get(), from.get())) {
            findings.deviation(step, from.get().id(), "not-begun", Map.of());
        }
        exits.leave(step, scope.get(), from.get(), List.of(step.element()));
    }

    private static boolean ready(Scope scope, Node from) {
        if (from.is(Kind.CATCH) && from.triggeredBy(Node.Trigger.LINK)) {
            List<Node> throwing = scope.model.links(from, Kind.THROW);
            Optional<Scope.Token> token = scope.tokens.stream()
                    .filter(found -> throwing.contains(found.target))
                    .findFirst();
            token.ifPresent(scope.tokens::remove);
            return token.isPresent();
        }
        boolean ready = scope.leaving.containsKey(from.id());
        if (ready) {
            Scope.count(scope.leaving, from.id(), -1);
        }
        return ready;
    }
}
