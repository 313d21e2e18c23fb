package org.chancery.engine.conformance;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** After a step that nothing led to, moves the token that would have led there, so that one lie is named once. */
final class Repairs {

    private final CaseState state;
    private final Findings findings;

    Repairs(CaseState state, Findings findings) {
        this.state = state;
        this.findings = findings;
    }

    private record Candidate(List<String> skipped, Runnable use) {}

    Causes.Cause notReached(Step step, Scope scope, Node node) {
        Map<String, ProcessModel.Way> ways = scope.model.waysTo(node);
        Optional<Candidate> nearest = Stream.of(
                        scope.tokens.stream()
                                .filter(token -> ways.containsKey(token.target.id()))
                                .map(token -> new Candidate(
                                        ways.get(token.target.id()).skipped(), () -> scope.tokens.remove(token))),
                        scope.visits.stream()
                                .filter(visit -> ways.containsKey(visit.node.id()))
                                .map(visit ->
                                        new Candidate(ways.get(visit.node.id()).skipped(), () -> state.close(visit))),
                        scope.leaving.keySet().stream()
                                .filter(ways::containsKey)
                                .map(ended -> new Candidate(
                                        rest(ways.get(ended).skipped()), () -> Scope.count(scope.leaving, ended, -1))),
                        scope.rest.stream()
                                .filter(left -> ways.containsKey(left.from()))
                                .map(left -> new Candidate(
                                        rest(ways.get(left.from()).skipped()), () -> scope.rest.remove(left))),
                        scope.awaited.stream()
                                .filter(one -> ways.containsKey(one.stopped()))
                                .map(one -> new Candidate(
                                        rest(ways.get(one.stopped()).skipped()), () -> scope.awaited.remove(one))),
                        scope.model.start(scope.node).stream()
                                .filter(start -> !scope.begun && ways.containsKey(start.id()))
                                .map(start -> new Candidate(ways.get(start.id()).skipped(), () -> scope.begun = true)))
                .flatMap(candidates -> candidates)
                .min(Comparator.comparingInt(candidate -> candidate.skipped().size()));
        nearest.ifPresent(candidate -> candidate.use().run());
        scope.told = true;
        findings.deviation(
                step,
                node.id(),
                nearest.filter(candidate -> !candidate.skipped().isEmpty()).isPresent() ? "skipped" : "not-reached",
                nearest.map(candidate -> Map.of("skipped", String.join(", ", candidate.skipped())))
                        .orElse(Map.of()));
        return new Causes.Cause("", step.at());
    }

    private static List<String> rest(List<String> skipped) {
        return skipped.subList(1, skipped.size());
    }
}
