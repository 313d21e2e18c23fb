package org.chancery.engine.conformance;

import java.util.ArrayList;
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
                        // before what is left for the first time: that is told of by flows of its own
                        scope.rest.stream()
                                .flatMap(left -> left.flows().stream()
                                        .flatMap(flow -> skipped(scope, flow, node, ways).stream()
                                                .map(skipped ->
                                                        new Candidate(skipped, () -> scope.takes(left.from(), flow))))),
                        scope.leaving.keySet().stream()
                                .filter(ways::containsKey)
                                .map(ended -> new Candidate(
                                        rest(ways.get(ended).skipped()), () -> leave(scope, ended, node, ways))),
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

    /** What lies between this flow and the node; empty if it does not lead there. */
    private static Optional<List<String>> skipped(
            Scope scope, String flow, Node node, Map<String, ProcessModel.Way> ways) {
        return scope.model
                .flow(flow)
                .map(Node.Flow::target)
                .flatMap(target -> target.equals(node.id())
                        ? Optional.of(List.<String>of())
                        : Optional.ofNullable(ways.get(target)).map(ProcessModel.Way::skipped));
    }

    /** One of the element's flows was not told of; the others, behind an asynchronous end, may be in later records. */
    private static void leave(Scope scope, String ended, Node node, Map<String, ProcessModel.Way> ways) {
        Scope.count(scope.leaving, ended, -1);
        Optional<Node> from = scope.model.node(ended).filter(at -> at.waitsAfter() && !at.is(Node.Kind.EXCLUSIVE));
        List<String> flows = new ArrayList<>(
                from.map(at -> at.out().stream().map(Node.Flow::id).toList()).orElse(List.of()));
        flows.stream()
                .filter(flow -> skipped(scope, flow, node, ways).isPresent())
                .min(Comparator.comparingInt(
                        flow -> skipped(scope, flow, node, ways).orElseThrow().size()))
                .ifPresent(flows::remove);
        if (!flows.isEmpty()) {
            scope.rest.add(
                    new Scope.Rest(ended, List.copyOf(flows), from.orElseThrow().is(Node.Kind.PARALLEL)));
        }
    }

    private static List<String> rest(List<String> skipped) {
        return skipped.subList(1, skipped.size());
    }
}
