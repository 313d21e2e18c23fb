package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.conformance.Node.Kind;

/** What must be so when a record ends: an engine transaction leaves no token on its way. */
final class RecordEnd {

    private final CaseState state;
    private final RecordNotes notes;
    private final Feel feel;
    private final Findings findings;
    private final Optional<Step> last;

    RecordEnd(CaseState state, RecordNotes notes, Feel feel, Findings findings, Optional<Step> last) {
        this.state = state;
        this.notes = notes;
        this.feel = feel;
        this.findings = findings;
        this.last = last;
    }

    void check() {
        stops();
        new Answers(notes, feel, findings).check();
        notes.taken.forEach(taken -> Exits.later(feel, notes, findings, taken));
        notes.unlessStopped.stream()
                .filter(unless -> !notes.isStopped(unless))
                .forEach(unless -> unless.finding().run());
        last.ifPresent(step -> state.scopes().forEach(scope -> goesOn(step, scope)));
    }

    /** Each stop has a ground in the same record. */
    private void stops() {
        // what is around comes first: its event stopped what is inside as well
        notes.stopped.stream()
                .sorted(Comparator.comparingInt(stopped -> stopped.visit().scope.depth()))
                .forEach(this::forEventToCome);
        notes.stopped.stream()
                .filter(stopped -> !notes.isGrounded(stopped.visit()))
                .forEach(stopped -> findings.deviation(
                        stopped.step(), stopped.visit().node.id(), "stopped-without-cause", Map.of()));
    }

    /** What an interrupting event stops is stopped at once; the event itself may come in a later record. */
    private void forEventToCome(RecordNotes.Stopped stopped) {
        Visit visit = stopped.visit();
        Scope scope = visit.scope;
        if (notes.isGrounded(visit)) {
            return;
        }
        boolean all = scope.visits.isEmpty() && stopped.inScope().isAnyEvent();
        if (stopped.atHost().isAnyEvent()) {
            await(scope, visit.node, visit.since, all ? stopped.either() : stopped.atHost());
            notes.ground(visit);
        } else if (all) {
            scope.clear();
            await(scope, scope.node, scope.since, stopped.inScope());
            notes.ground(scope);
        }
    }

    private void await(Scope scope, Node stopped, Instant since, LaterEvents.Objections objections) {
        objections.ofAll().forEach(findings::add);
        scope.awaited.add(new Scope.Awaited(stopped.id(), since, objections));
    }

    private void goesOn(Step step, Scope scope) {
        for (Scope.Token token : scope.tokens) {
            if (!token.told && !mayWait(scope, token)) {
                token.told = true;
                findings.deviation(step, token.target.id(), "not-continued", Map.of("flow", token.flow));
            }
        }
        List.copyOf(scope.leaving.keySet()).stream()
                .filter(id -> scope.model.node(id).filter(Node::waitsAfter).isEmpty())
                .forEach(id -> {
                    scope.leaving.remove(id);
                    scope.told = true;
                    findings.deviation(step, id, "flow-missing", Map.of());
                });
        List.copyOf(scope.gathered.keySet()).forEach(id -> gathered(step, scope, id));
        boolean over = scope.begun && scope.isEmpty() && !scope.told && !scope.endsLater && !state.ended;
        if (over) {
            scope.told = true;
            findings.deviation(step, scope.node.id(), "end-missing", Map.of());
        }
    }

    /** A join that was left by nobody: behind it the engine may pause, its flows are told of later. */
    private void gathered(Step step, Scope scope, String id) {
        Optional<Node> join = scope.model.node(id).filter(Node::waitsAfter);
        if (join.isPresent()) {
            String last = scope.gathered.get(id).removeLast();
            new Exits(feel, notes, findings).join(step, scope, join.get(), last);
            Scope.count(scope.leaving, id, 1);
        } else {
            scope.gathered.remove(id);
            scope.told = true;
            findings.deviation(step, id, "flow-missing", Map.of());
        }
    }

    private static boolean mayWait(Scope scope, Scope.Token token) {
        boolean after = scope.model
                .flow(token.flow)
                .flatMap(flow -> scope.model.node(flow.source()))
                .filter(Node::waitsAfter)
                .isPresent();
        return after || token.target.waitsBefore() || token.target.is(Kind.OTHER);
    }
}
