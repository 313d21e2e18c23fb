package org.chancery.engine.conformance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a case stands, as its records tell it. */
final class CaseState {

    private final Map<String, Scope> scopes = new HashMap<>();
    private final Map<String, Visit> visits = new HashMap<>();
    /** Subprocesses that have ended and hold something that may yet be compensated. */
    private final List<Scope> retired = new ArrayList<>();

    private Optional<Scope> root = Optional.empty();
    /** Key of whoever filed it; empty if nobody is named. */
    String applicant = "";

    boolean ended;
    Optional<Instant> endedAt = Optional.empty();
    /** From when on its data are kept; whoever records the end chooses this by a minute at most. */
    Optional<Instant> keptFrom = Optional.empty();

    boolean clockTold;

    Optional<Scope> root() {
        return root;
    }

    Optional<Scope> scope(String tag) {
        return Optional.ofNullable(scopes.get(tag));
    }

    /** The process that this step says has ended. */
    Optional<Scope> process(Step step) {
        return scope(step.visit())
                .filter(scope ->
                        scope.node.is(Node.Kind.PROCESS) && scope.node.id().equals(step.element()));
    }

    /** The case is over. */
    void end(Step step) {
        ended = true;
        endedAt = Optional.of(step.at());
        keptFrom = Optional.of(step.since());
    }

    Optional<Visit> visit(String tag) {
        return Optional.ofNullable(visits.get(tag));
    }

    List<Scope> scopes() {
        return List.copyOf(scopes.values());
    }

    /** Open visits that let compensation handlers begin. */
    boolean compensates() {
        return visits.values().stream().anyMatch(open -> open.node.compensatesOthers());
    }

    Scope start(ProcessModel model, ModelRef ref, String tag, Optional<Visit> caller, Instant at) {
        Scope scope = new Scope(tag, caller, model.process(), false, model, ref, at);
        scopes.put(tag, scope);
        caller.ifPresentOrElse(visit -> visit.inside = Optional.of(scope), () -> root = Optional.of(scope));
        return scope;
    }

    void open(Visit visit) {
        visit.scope.visits.add(visit);
        visits.put(visit.tag, visit);
        if (visit.frame || visit.node.holdsOthers()) {
            Scope inside = new Scope(
                    visit.tag,
                    Optional.of(visit),
                    visit.node,
                    visit.frame,
                    visit.scope.model,
                    visit.scope.ref,
                    visit.since);
            visit.inside = Optional.of(inside);
            scopes.put(visit.tag, inside);
        }
    }

    /** Ends a visit; what was done inside it may still be compensated. */
    void end(Visit visit) {
        visit.inside.filter(inside -> !inside.done.isEmpty()).ifPresent(inside -> {
            inside.told = true;
            retired.add(inside);
        });
        close(visit);
    }

    /** The ended subprocess that now compensates itself, from now on known by this tag as well. */
    Optional<Scope> reviveWhole(String tag, String element) {
        Optional<Scope> found = retired.stream()
                .filter(scope -> scope.node.id().equals(element)
                        && scope.model
                                .compensating(scope.node)
                                .filter(event -> scope.done.containsKey(event.id()))
                                .isPresent())
                .findFirst();
        found.ifPresent(scope -> scopes.put(tag, scope));
        return found;
    }

    /** The ended subprocess in which this handler has something to undo, from now on known by this tag as well. */
    Optional<Scope> revive(String tag, String handler) {
        Optional<Scope> found = retired.stream()
                .filter(scope -> scope.model
                        .node(handler)
                        .filter(node -> node.compensates() && scope.done.containsKey(node.attachedTo()))
                        .isPresent())
                .findFirst();
        found.ifPresent(scope -> scopes.put(tag, scope));
        return found;
    }

    /**
     * What ended subprocesses and several instances within this scope hold that was not compensated.
     *
     * @param only the element that is compensated; empty for all
     */
    List<String> uncompensated(Scope scope, String only) {
        return retired.stream()
                .filter(ended -> ended.isWithin(scope))
                .filter(ended -> !ended.isInCareOfItself(scope) && !isInsideOpen(ended, scope))
                .filter(ended -> only.isEmpty() || ended.isWithin(only, scope))
                .flatMap(ended -> ended.done.keySet().stream())
                .toList();
    }

    /** What is not done yet as a whole is not compensated, though some of it is done. */
    private boolean isInsideOpen(Scope ended, Scope ancestor) {
        Optional<Scope> at = ended.outer();
        while (at.isPresent() && at.get() != ancestor) {
            if (at.get().visit.filter(visit -> visits.get(visit.tag) == visit).isPresent()) {
                return true;
            }
            at = at.get().outer();
        }
        return false;
    }

    void close(Visit visit) {
        visit.inside.ifPresent(this::close);
        visit.scope.visits.remove(visit);
        visits.remove(visit.tag, visit);
    }

    void close(Scope scope) {
        List.copyOf(scope.visits).forEach(this::close);
        scopes.remove(scope.tag, scope);
    }
}
