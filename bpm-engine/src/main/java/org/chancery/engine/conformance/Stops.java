package org.chancery.engine.conformance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Visits and processes that end before their time: whether they were open, and what could have stopped them. */
final class Stops {

    private final CaseState state;
    private final RecordNotes notes;
    private final Findings findings;
    private final LaterEvents events;

    Stops(CaseState state, RecordNotes notes, Clocks clocks, Findings findings) {
        this.state = state;
        this.notes = notes;
        this.findings = findings;
        this.events = new LaterEvents(clocks);
    }

    /**
     * Of a visit without a tag no begin was told: it was stopped in the record in which it began.
     *
     * @param begin begins such a visit
     */
    void stopped(Step step, Function<Step, Optional<Visit>> begin) {
        Optional<Scope> process = state.process(step);
        if (process.isPresent()) {
            stopProcess(step, process.get());
            return;
        }
        Optional<Visit> visit = state.visit(step.visit()).or(() -> Optional.ofNullable(notes.gone.get(step.visit())));
        if (visit.isEmpty() && step.visit().isEmpty()) {
            visit = begin.apply(step);
            visit.ifPresent(state::open);
        } else if (visit.isEmpty() && !(state.compensates() && compensatesItself(step))) {
            findings.deviation(step, step.element(), state.ended ? "after-end" : "not-begun", Map.of());
        }
        visit.ifPresent(stopped -> {
            gone(stopped);
            state.close(stopped);
            note(step, stopped);
        });
    }

    private void note(Step step, Visit visit) {
        notes.stopped.add(
                new RecordNotes.Stopped(visit, step, events.atHost(step, visit), events.inScope(step, visit.scope)));
    }

    /** The engine tells of a subprocess that compensates itself as if it were stopped, under a tag of its own. */
    private boolean compensatesItself(Step step) {
        return state.reviveWhole(step.visit(), step.element()).isPresent();
    }

    /** What is inside a visit that is stopped may be told of after it. */
    private void gone(Visit visit) {
        notes.gone.put(visit.tag, visit);
        visit.inside.ifPresent(inside -> List.copyOf(inside.visits).forEach(this::gone));
    }

    private void stopProcess(Step step, Scope scope) {
        notes.ground(scope);
        List.copyOf(scope.visits).forEach(this::gone);
        state.close(scope);
        if (scope.visit.isEmpty()) {
            state.end(step);
            findings.deviation(step, scope.node.id(), "stopped-from-outside", Map.of());
        } else {
            note(step, new Visit(step.visit(), scope.node, scope, false, "", scope.since));
        }
    }
}
