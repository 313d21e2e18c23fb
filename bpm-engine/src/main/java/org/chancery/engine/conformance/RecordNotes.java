package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** What one record has told of a case so far; an engine transaction is done or not done as a whole. */
final class RecordNotes {

    /** A visit that ended before its time, and the step that said so. */
    record Stopped(Visit visit, Step step) {}

    /** Flows told apart from the end of the visit they leave. */
    record Taken(Step step, Scope scope, Node from, List<String> flows, Map<String, Object> facts) {}

    final List<Stopped> stopped = new ArrayList<>();
    final List<Predicate<Visit>> grounds = new ArrayList<>();
    final Map<String, Visit> gone = new HashMap<>();
    final Map<String, List<Object>> told = new HashMap<>();
    final Map<String, Taken> taken = new LinkedHashMap<>();
    final List<Visit> ruled = new ArrayList<>();
    final Map<Visit, Step> ruledAt = new HashMap<>();
    final Map<String, List<DecisionStep>> decisions = new HashMap<>();
    final List<Visit> ended = new ArrayList<>();
    boolean compensated;

    /** A decision that was told, and what the judge found its answer to be: by name. */
    record DecisionStep(Step step, String key, Map<String, Truth> answers, boolean several) {}

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
        grounds.add(found ->
                found == visit || visit.inside.filter(found.scope::isWithin).isPresent());
    }

    /** From now on there is a ground for the stop of all inside this scope. */
    void ground(Scope scope) {
        grounds.add(found -> found.scope.isWithin(scope));
    }

    boolean told(String fact, Object value) {
        return told.getOrDefault(fact, List.of()).stream().anyMatch(known -> Values.same(known, value));
    }
}
