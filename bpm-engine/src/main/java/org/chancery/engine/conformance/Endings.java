package org.chancery.engine.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.engine.conformance.Node.Trigger;

/** What must be so when a visit ends: nothing open inside, the right person, the time come, everybody heard. */
final class Endings {

    private final CaseState state;
    private final RecordNotes notes;
    private final Clocks clocks;
    private final Duties duties;
    private final Instances instances;
    private final Findings findings;

    Endings(CaseState state, RecordNotes notes, Clocks clocks, Duties duties, Instances instances, Findings findings) {
        this.state = state;
        this.notes = notes;
        this.clocks = clocks;
        this.duties = duties;
        this.instances = instances;
        this.findings = findings;
    }

    void end(Step step, Visit visit) {
        Scope scope = visit.scope;
        Node node = visit.node;
        notes.ended.add(visit);
        boolean instance = scope.frame && !node.compensates();
        if (instance) {
            scope.instancesDone++;
        }
        if (visit.frame) {
            instances.end(step, visit);
        } else {
            visit.inside.filter(inside -> !inside.isEmpty()).ifPresent(inside -> unfinished(step, node, inside));
            visit.inside.ifPresent(inside ->
                    scope.model.compensating(node).ifPresent(event -> Scope.count(inside.done, event.id(), 1)));
            itself(step, visit);
        }
        // of several instances each is compensated by itself
        if (!visit.frame && isCompensated(scope, node)) {
            Scope.count(scope.done, node.id(), 1);
        }
    }

    private void itself(Step step, Visit visit) {
        Scope scope = visit.scope;
        Node node = visit.node;
        switch (node.kind()) {
            case USER -> duties.completed(step, visit);
            case CALL -> {
                if (!visit.answered) {
                    findings.deviation(step, node.id(), "unfinished", Map.of("open", node.called()));
                }
            }
            case RULE -> {
                notes.ruled.add(visit);
                notes.ruledAt.put(visit, step);
            }
            case CATCH -> clocks.check(step, node, visit.since, scope);
            case END -> {
                if (node.triggeredBy(Trigger.TERMINATE)) {
                    terminate(step, visit);
                }
            }
            default -> {}
        }
        if (node.compensatesOthers() && node.triggeredBy(Trigger.COMPENSATION)) {
            compensated(step, scope, node);
        }
    }

    private void terminate(Step step, Visit visit) {
        Scope scope = visit.scope;
        notes.ground(scope);
        List<Visit> others = scope.visits.stream().filter(open -> open != visit).toList();
        if (!others.isEmpty()) {
            findings.deviation(
                    step,
                    visit.node.id(),
                    "not-stopped",
                    Map.of("open", others.getFirst().node.id()));
            others.forEach(state::close);
        }
        scope.clear();
    }

    /** What compensates has ended: whatever it had to undo is undone. */
    private void compensated(Step step, Scope scope, Node node) {
        notes.compensated = true;
        String only = node.event().detail();
        Scope within =
                scope.node.is(Node.Kind.EVENT_SUBPROCESS) && scope.outer().isPresent()
                        ? scope.outer().get()
                        : scope;
        Set<String> left = new TreeSet<>(within.done.keySet());
        left.removeIf(done -> !only.isEmpty() && !only.equals(done));
        left.addAll(state.uncompensated(within, only));
        if (!left.isEmpty()) {
            findings.deviation(step, node.id(), "not-compensated", Map.of("left", String.join(", ", left)));
        }
    }

    private static boolean isCompensated(Scope scope, Node node) {
        return scope.model.nodes().values().stream()
                .anyMatch(other -> other.compensates() && other.attachedTo().equals(node.id()));
    }

    private void unfinished(Step step, Node node, Scope inside) {
        findings.deviation(step, node.id(), "unfinished", Map.of("open", inside.openElements()));
    }
}
