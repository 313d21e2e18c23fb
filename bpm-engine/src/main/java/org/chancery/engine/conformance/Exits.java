package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.conformance.Node.Flow;
import org.chancery.engine.conformance.Node.Kind;

/** Which flows a case may leave an element on, and when a join may be left. */
final class Exits {

    private final Feel feel;
    private final RecordNotes notes;
    private final Findings findings;
    /** How many grounds for a stop there were when the element was left: only what came after could keep it back. */
    private final int grounds;

    Exits(Feel feel, RecordNotes notes, Findings findings) {
        this(feel, notes, findings, notes.grounds.size());
    }

    private Exits(Feel feel, RecordNotes notes, Findings findings, int grounds) {
        this.feel = feel;
        this.notes = notes;
        this.findings = findings;
        this.grounds = grounds;
    }

    /** Puts a token on each flow. */
    void leave(Step step, Scope scope, Node node, List<String> flows) {
        for (String id : flows) {
            Optional<Flow> flow =
                    node.out().stream().filter(out -> out.id().equals(id)).findFirst();
            if (flow.isEmpty()) {
                findings.deviation(step, node.id(), "flow-unknown", Map.of("taken", id));
            }
            flow.flatMap(found -> scope.model.node(found.target()))
                    .ifPresent(target -> scope.tokens.add(new Scope.Token(id, target)));
        }
    }

    /** Whether these are the flows that the model takes here. */
    void choice(Step step, Scope scope, Node node, List<String> flows, Map<String, Object> told) {
        Map<String, Object> facts = facts(step, scope, node, told);
        Facts view = Facts.of(facts, scope.model.publicFacts());
        if (node.is(Kind.PARALLEL)) {
            expect(step, scope, node, flows, node.out().stream().map(Flow::id).toList());
        } else if (node.is(Kind.EXCLUSIVE)) {
            exclusive(step, scope, node, flows, view);
        } else {
            all(step, scope, node, flows, view);
        }
    }

    /** Flows told apart from the end they leave: behind an asynchronous end each may be taken in a record of its own. */
    static void later(Feel feel, RecordNotes notes, Findings findings, RecordNotes.Taken taken) {
        new Exits(feel, notes, findings, taken.grounds()).later(taken);
    }

    private void later(RecordNotes.Taken taken) {
        Scope scope = taken.scope();
        Node node = taken.from();
        Facts facts = Facts.of(known(scope, taken.facts()), scope.model.publicFacts());
        Map<Boolean, List<String>> open = node.waitsAfter() && !node.is(Kind.EXCLUSIVE)
                ? node.out().stream()
                        .filter(flow -> !taken.flows().contains(flow.id()))
                        .filter(flow -> !holds(node, flow, facts).no())
                        .collect(Collectors.partitioningBy(
                                flow -> holds(node, flow, facts).known(),
                                Collectors.mapping(Flow::id, Collectors.toList())))
                : Map.of(true, List.of(), false, List.of());
        List<String> all =
                Stream.concat(taken.flows().stream(), open.get(true).stream()).toList();
        choice(taken.step(), scope, node, all, taken.facts());
        boolean certain = open.get(false).isEmpty();
        List<String> rest =
                Stream.concat(open.get(true).stream(), open.get(false).stream()).toList();
        if (!rest.isEmpty()) {
            scope.rest.add(new Scope.Rest(node.id(), rest, certain));
        }
    }

    /** Whether a token goes on this flow when it goes on all whose condition holds. */
    private Truth holds(Node node, Flow flow, Facts facts) {
        return flow.id().equals(node.fallback())
                ? Truth.of(false)
                : node.is(Kind.PARALLEL)
                        ? Truth.of(true)
                        : flow.condition()
                                .map(condition -> feel.evaluate(condition, facts))
                                .orElseGet(() -> Truth.of(true));
    }

    private static Map<String, Object> known(Scope scope, Map<String, Object> told) {
        Map<String, Object> known = scope.known();
        known.putAll(told);
        return known;
    }

    /** The facts told with the flows, each held against what was told of it before. */
    private Map<String, Object> facts(Step step, Scope scope, Node node, Map<String, Object> told) {
        Map<String, Object> known = scope.known();
        told.forEach((name, value) -> {
            boolean now = !node.isGateway() && notes.told(name, value);
            if (!known.containsKey(name) && !now) {
                findings.deviation(step, node.id(), "fact-unfounded", Map.of("fact", name, "used", Values.show(value)));
            } else if (!now && !Values.same(known.get(name), value)) {
                findings.deviation(
                        step,
                        node.id(),
                        "fact-changed",
                        Map.of("fact", name, "told", Values.show(known.get(name)), "used", Values.show(value)));
            }
        });
        known.putAll(told);
        return known;
    }

    /** The first flow whose condition holds, in the model's order; the default flow if none does (13.3.2). */
    private void exclusive(Step step, Scope scope, Node node, List<String> flows, Facts facts) {
        for (Flow flow : node.out()) {
            if (flow.id().equals(node.fallback())) {
                continue;
            }
            Truth holds = flow.condition()
                    .map(condition -> feel.evaluate(condition, facts))
                    .orElseGet(() -> Truth.of(true));
            if (holds.yes()) {
                expect(step, scope, node, flows, List.of(flow.id()));
                return;
            }
            if (!holds.known()) {
                boolean wrong = flows.size() != 1 || isFalse(node, flows.getFirst(), facts);
                if (wrong) {
                    findings.deviation(step, node.id(), "wrong-flow", Map.of("taken", show(flows), "expected", "?"));
                } else {
                    findings.unjudged(step, node.id(), holds);
                }
                return;
            }
        }
        expect(step, scope, node, flows, node.fallback().isEmpty() ? List.of() : List.of(node.fallback()));
    }

    private boolean isFalse(Node node, String id, Facts facts) {
        return node.out().stream()
                .filter(flow -> flow.id().equals(id))
                .flatMap(flow -> flow.condition().stream())
                .anyMatch(condition -> feel.evaluate(condition, facts).no());
    }

    /** Every flow whose condition holds or that has none; the default flow if there is no other (13.3.3). */
    private void all(Step step, Scope scope, Node node, List<String> flows, Facts facts) {
        List<String> expected = new ArrayList<>();
        Set<String> doubtful = new HashSet<>();
        Truth doubt = Truth.of(true);
        for (Flow flow : node.out()) {
            if (flow.id().equals(node.fallback())) {
                continue;
            }
            Truth holds = flow.condition()
                    .map(condition -> feel.evaluate(condition, facts))
                    .orElseGet(() -> Truth.of(true));
            if (holds.yes()) {
                expected.add(flow.id());
            } else if (!holds.known()) {
                doubtful.add(flow.id());
                doubt = holds;
            }
        }
        if (doubtful.isEmpty()) {
            if (expected.isEmpty() && !node.fallback().isEmpty()) {
                expected.add(node.fallback());
            }
            expect(step, scope, node, flows, expected);
            return;
        }
        Set<String> possible = new HashSet<>(expected);
        possible.addAll(doubtful);
        possible.add(node.fallback());
        if (!new HashSet<>(flows).containsAll(expected) || !possible.containsAll(flows)) {
            findings.deviation(step, node.id(), "wrong-flow", Map.of("taken", show(flows), "expected", show(expected)));
        } else {
            findings.unjudged(step, node.id(), doubt);
        }
    }

    /**
     * The engine puts tokens on flows one after the other: if what the first one led to stopped everything, the others
     * were not taken any more.
     */
    private void expect(Step step, Scope scope, Node node, List<String> flows, List<String> expected) {
        Runnable wrong = () -> findings.deviation(
                step, node.id(), "wrong-flow", Map.of("taken", show(flows), "expected", show(expected)));
        boolean begun = !flows.isEmpty() && flows.size() < expected.size() && expected.containsAll(flows);
        if (begun) {
            notes.unlessStopped.add(new RecordNotes.Unless(scope, node, grounds, wrong));
        } else if (flows.size() != expected.size() || !new HashSet<>(flows).equals(new HashSet<>(expected))) {
            wrong.run();
        }
    }

    private static String show(List<String> flows) {
        return flows.isEmpty() ? "-" : String.join(", ", new TreeSet<>(flows));
    }

    /** Whether a join that is left now has waited for all it must wait for (13.3.1, 13.3.3). */
    void join(Step step, Scope scope, Node node, String last) {
        List<String> gathered = new ArrayList<>(
                Optional.ofNullable(scope.gathered.remove(node.id())).orElse(List.of()));
        gathered.add(last);
        Set<String> missing = node.in().stream()
                .filter(flow -> !gathered.contains(flow.id()))
                .filter(flow -> node.is(Kind.PARALLEL) || canStillCome(scope, node, flow))
                .map(Flow::source)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!missing.isEmpty()) {
            findings.deviation(step, node.id(), "join-early", Map.of("waiting", String.join(", ", missing)));
        }
    }

    /** An inclusive join waits for every token that can still reach it on a flow it has none of. */
    private static boolean canStillCome(Scope scope, Node node, Flow flow) {
        Optional<Node> source = scope.model.node(flow.source());
        Set<String> ways =
                source.map(at -> new HashSet<>(scope.model.waysTo(at).keySet())).orElseGet(HashSet::new);
        ways.add(flow.source());
        ways.remove(node.id());
        return scope.tokens.stream().anyMatch(token -> token.flow.equals(flow.id()) || ways.contains(token.target.id()))
                || scope.visits.stream().anyMatch(visit -> ways.contains(visit.node.id()));
    }
}
