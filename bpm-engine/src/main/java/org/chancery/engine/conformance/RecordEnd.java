package org.chancery.engine.conformance;

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
        notes.taken
                .values()
                .forEach(taken -> new Exits(feel, notes, findings)
                        .choice(taken.step(), taken.scope(), taken.from(), taken.flows(), taken.facts()));
        last.ifPresent(step -> state.scopes().forEach(scope -> goesOn(step, scope)));
    }

    /** Each stop has a ground in the same record. */
    private void stops() {
        notes.stopped.stream()
                .filter(stopped -> notes.grounds.stream().noneMatch(ground -> ground.test(stopped.visit())))
                .forEach(stopped -> findings.deviation(
                        stopped.step(), stopped.visit().node.id(), "stopped-without-cause", Map.of()));
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
        List.copyOf(scope.gathered.keySet()).forEach(id -> {
            scope.gathered.remove(id);
            scope.told = true;
            findings.deviation(step, id, "flow-missing", Map.of());
        });
        boolean over = scope.begun && scope.isEmpty() && !scope.told && !state.ended;
        if (over) {
            scope.told = true;
            findings.deviation(step, scope.node.id(), "end-missing", Map.of());
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
