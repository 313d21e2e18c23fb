package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What one record has told of a case so far; an engine transaction is done or not done as a whole. */
final class RecordNotes {

    /**
     * A visit that ended before its time, and the step that said so.
     *
     * @param atHost whether an event at it that is told of later could come then
     * @param inScope the same of what stops all around it
     */
    record Stopped(Visit visit, Step step, LaterEvents.Objections atHost, LaterEvents.Objections inScope) {
        LaterEvents.Objections either() {
            Map<String, Optional<Finding>> both = new HashMap<>(atHost.byEvent());
            both.putAll(inScope.byEvent());
            return new LaterEvents.Objections(both);
        }
    }

    /**
     * Flows told apart from the end of the visit they leave.
     *
     * @param grounds how many grounds for a stop there were before
     */
    record Taken(Step step, Scope scope, Node from, List<String> flows, Map<String, Object> facts, int grounds) {}

    /**
     * A finding that does not hold if what is inside the scope was stopped afterwards.
     *
     * @param grounds how many grounds for a stop there were before: none of them stopped this
     */
    record Unless(Scope scope, Node at, int grounds, Runnable finding) {}

    final List<Stopped> stopped = new ArrayList<>();
    final List<Predicate<Visit>> grounds = new ArrayList<>();
    final Map<String, Visit> gone = new HashMap<>();
    final Map<String, List<Object>> told = new HashMap<>();
    final List<Taken> taken = new ArrayList<>();
    /** What is a deviation unless this record stopped the scope it concerns. */
    final List<Unless> unlessStopped = new ArrayList<>();

    final List<Visit> ruled = new ArrayList<>();
    final Map<Visit, Step> ruledAt = new HashMap<>();
    final Map<String, List<DecisionStep>> decisions = new HashMap<>();
    final List<Visit> ended = new ArrayList<>();
    boolean compensated;

    /** A decision that was told, and what the judge found its answer to be: by name. */
    record DecisionStep(Step step, ModelRef decision, Map<String, Truth> answers, boolean several) {
        String key() {
            return decision.key();
        }
    }

    /** The visit to this element that was stopped, most lately. */
    Optional<Visit> stopped(Scope scope, String element) {
        return stopped.stream()
                .map(Stopped::visit)
                .filter(visit -> visit.scope == scope && visit.node.id().equals(element))
                .filter(visit -> visit.frame || visit.node.repetition().isEmpty() || scope.frame)
                .reduce((first, last) -> last);
    }

    /** From now on there is a ground for the stop of this visit and of all inside it. */
    void ground(Visit visit) {
        grounds.add(found -> isOf(visit, found));
    }

    /** From now on there is a ground for the stop of all inside this scope. */
    void ground(Scope scope) {
        grounds.add(found -> found.scope.isWithin(scope));
    }

    /** The visit that now begins stops all else in its scope, but neither itself nor what begins inside it. */
    void groundBeside(Visit beginning) {
        grounds.add(found -> found.scope.isWithin(beginning.scope) && !isOf(beginning, found));
    }

    private static boolean isOf(Visit visit, Visit found) {
        return found == visit || visit.inside.filter(found.scope::isWithin).isPresent();
    }

    /** Whether something stopped all that is inside the scope after this was noted. */
    boolean isStopped(Unless noted) {
        Visit inside = new Visit("", noted.at(), noted.scope(), false, "", noted.scope().since);
        return grounds.stream().skip(noted.grounds()).anyMatch(ground -> ground.test(inside));
    }

    boolean isGrounded(Visit stopped) {
        return grounds.stream().anyMatch(ground -> ground.test(stopped));
    }

    /** The flows taken from this element that this one belongs to: it is not among them twice. */
    Taken taken(Step step, Scope scope, Node from) {
        return taken.stream()
                .filter(found -> found.scope() == scope
                        && found.from() == from
                        && !found.flows().contains(step.element()))
                .findFirst()
                .orElseGet(() -> {
                    Taken made = new Taken(step, scope, from, new ArrayList<>(), new HashMap<>(), grounds.size());
                    taken.add(made);
                    return made;
                });
    }

    boolean told(String fact, Object value) {
        return told.getOrDefault(fact, List.of()).stream().anyMatch(known -> Values.same(known, value));
    }
}
