package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.engine.conformance.DecisionRun.Hit;
import org.chancery.engine.conformance.DecisionRun.Outcome;

/** Holds a recorded decision against the table: its inputs, the rows hit, its outputs. */
final class Rulings {

    private final Library library;
    private final Deployed deployed;
    private final Feel feel;
    private final RecordNotes notes;
    private final Findings findings;

    Rulings(Library library, Deployed deployed, Feel feel, RecordNotes notes, Findings findings) {
        this.library = library;
        this.deployed = deployed;
        this.feel = feel;
        this.notes = notes;
        this.findings = findings;
    }

    void decided(Step step, Scope scope) {
        Map<String, Object> told = step.object("decision");
        ModelRef ref = reference(told);
        String key = ref.key();
        if (isAnother(step, scope, ref)) {
            findings.deviation(
                    step,
                    step.element(),
                    "other-decision",
                    Map.of("decision", key + " " + Values.show(told.get("version")) + " " + ref.hash()));
            remember(step, ref, Map.of(), false);
            return;
        }
        Optional<Map<String, Decision>> file = library.decisions(ref.hash());
        Optional<Decision> decision = file.map(decisions -> decisions.get(key));
        if (decision.isEmpty()) {
            findings.unjudged(step, step.element(), "model-missing", Set.of());
            remember(step, ref, Map.of(), false);
            return;
        }
        boolean asked = scope.model
                .node(step.element())
                .filter(node -> reaches(file.get(), node.ruling().decision(), key, new HashSet<>()))
                .isPresent();
        if (!asked) {
            findings.deviation(step, step.element(), "other-decision", Map.of("decision", key));
        }
        rests(step, file.get(), decision.get(), ref);
        judge(step, scope, decision.get(), told);
    }

    private static ModelRef reference(Map<String, Object> told) {
        long version = told.get("version") instanceof Number number ? number.longValue() : -1;
        return new ModelRef(String.valueOf(told.get("key")), version, String.valueOf(told.get("model")));
    }

    /** What a decision rests on is decided before it in the same evaluation, by the same file. */
    private void rests(Step step, Map<String, Decision> file, Decision decision, ModelRef ref) {
        List<RecordNotes.DecisionStep> before = notes.decisions.getOrDefault(step.element(), List.of());
        decision.required().stream().filter(file::containsKey).sorted().forEach(key -> {
            Optional<ModelRef> last = before.stream()
                    .map(RecordNotes.DecisionStep::decision)
                    .filter(known -> known.key().equals(key))
                    .reduce((first, next) -> next);
            if (last.isEmpty()) {
                findings.deviation(step, step.element(), "decision-missing", Map.of("decision", key));
            } else if (!last.get().hash().equals(ref.hash())) {
                String told =
                        key + " " + last.get().version() + " " + last.get().hash();
                findings.deviation(step, step.element(), "other-decision", Map.of("decision", told));
            }
        });
    }

    /** Whether it is a table that nobody deployed, or another version than the task asks. */
    private boolean isAnother(Step step, Scope scope, ModelRef decision) {
        if (!deployed.isDecision(decision, step)) {
            return true;
        }
        Optional<Node.Binding> binding = scope.model
                .node(step.element())
                .filter(node -> node.ruling().decision().equals(decision.key()))
                .map(Node::binding);
        Optional<Boolean> bound = binding.flatMap(one -> deployed.asks(one, scope.ref, decision, step));
        if (binding.isPresent() && bound.isEmpty()) {
            findings.unjudged(
                    step, step.element(), "binding", Set.of(binding.get().toString()));
        }
        return bound.filter(asked -> !asked).isPresent();
    }

    /** Whether a decision is the one the task asks, or one that it rests on. */
    private static boolean reaches(Map<String, Decision> file, String from, String key, Set<String> seen) {
        return from.equals(key)
                || seen.add(from)
                        && file.containsKey(from)
                        && file.get(from).required().stream().anyMatch(next -> reaches(file, next, key, seen));
    }

    private void judge(Step step, Scope scope, Decision decision, Map<String, Object> told) {
        Map<String, Object> values = scope.known();
        Set<String> open = new HashSet<>(scope.model.publicFacts());
        answers(step.element(), decision).forEach((name, answer) -> {
            open.add(name);
            if (answer.known()) {
                values.put(name, answer.value());
            } else {
                open.remove(name);
                values.remove(name);
            }
        });
        Facts facts = Facts.of(values, open);
        Map<String, Truth> inputs = inputs(step, decision, object(told, "inputs"), facts);
        DecisionRun run = new DecisionRun(feel, decision, inputs, facts);
        Outcome outcome = run.run();
        if (told.get("rules") instanceof List<?> rules) {
            rows(step, decision, outcome, rules);
        } else if (!outcome.known()) {
            findings.unjudged(step, step.element(), outcome.reason(), outcome.missing());
        }
        Map<String, Truth> answers = new LinkedHashMap<>();
        decision.outputs()
                .forEach(output -> answers.put(
                        output.name(),
                        outcome.known()
                                ? run.answer(outcome, output.name())
                                : new Truth(null, outcome.missing(), outcome.reason())));
        outputs(step, outcome, answers, object(told, "outputs"), told.containsKey("rules"));
        boolean several =
                decision.policy().equals("COLLECT") || decision.policy().equals("RULE ORDER");
        remember(
                step,
                reference(told),
                answers,
                several && decision.aggregation().isEmpty());
    }

    /** What the decisions it rests on have answered in the same evaluation. */
    private Map<String, Truth> answers(String element, Decision decision) {
        Map<String, Truth> answers = new HashMap<>();
        notes.decisions.getOrDefault(element, List.of()).stream()
                .filter(known -> decision.required().contains(known.key()))
                .forEach(known -> answers.putAll(known.answers()));
        return answers;
    }

    /** Told inputs, each held against what the facts told before it give. */
    private Map<String, Truth> inputs(Step step, Decision decision, Map<String, Object> told, Facts facts) {
        Map<String, Truth> inputs = new HashMap<>();
        for (Decision.Input input : decision.inputs()) {
            long sameLabel = decision.inputs().stream()
                    .filter(other -> other.label().equals(input.label()))
                    .count();
            String name = input.label().isEmpty() || sameLabel > 1 ? input.id() : input.label();
            Truth computed = input.expression().text().isBlank()
                    ? Truth.unknown("language")
                    : feel.evaluate(input.expression(), facts);
            if (!told.containsKey(name)) {
                inputs.put(input.id(), Truth.missing(Set.of(name)));
                continue;
            }
            Object value = told.get(name);
            if (computed.known() && !Values.same(computed.value(), value)) {
                findings.deviation(
                        step,
                        step.element(),
                        "input-differs",
                        Map.of("input", name, "told", Values.show(value), "expected", Values.show(computed.value())));
            }
            // what is told and cannot be held against anything may be anything
            inputs.put(
                    input.id(),
                    !computed.known()
                            ? computed
                            : input.type().startsWith("date") ? Truth.unknown("date") : Truth.of(value));
        }
        return inputs;
    }

    private void rows(Step step, Decision decision, Outcome outcome, List<?> told) {
        Set<String> rows = new TreeSet<>();
        told.forEach(row -> rows.add(String.valueOf(row)));
        Set<String> expected = new TreeSet<>();
        outcome.hits().forEach(hit -> expected.add(hit.row()));
        if (outcome.known() ? !rows.equals(expected) : impossible(decision, outcome, rows, expected)) {
            findings.deviation(
                    step,
                    step.element(),
                    "rows-differ",
                    Map.of("decision", decision.id(), "told", show(rows), "expected", show(expected)));
        } else if (!outcome.known()) {
            findings.unjudged(step, step.element(), outcome.reason(), outcome.missing());
        }
    }

    /** With rows in doubt, only a row that cannot apply, or one that must and is not told, is a lie for certain. */
    private static boolean impossible(Decision decision, Outcome outcome, Set<String> told, Set<String> certain) {
        Set<String> possible = new HashSet<>(certain);
        possible.addAll(outcome.doubtful());
        return !possible.containsAll(told) || !decision.policy().equals("FIRST") && !told.containsAll(certain);
    }

    private void outputs(
            Step step, Outcome outcome, Map<String, Truth> answers, Map<String, Object> told, boolean byRow) {
        told.forEach((name, value) -> {
            Truth expected =
                    byRow && outcome.known() ? byRow(outcome, name) : answers.getOrDefault(name, Truth.of(null));
            if (expected.known() && !Values.same(expected.value(), value)) {
                findings.deviation(
                        step,
                        step.element(),
                        "output-differs",
                        Map.of("output", name, "told", Values.show(value), "expected", Values.show(expected.value())));
            } else if (!expected.known() && outcome.known()) {
                findings.unjudged(step, step.element(), expected);
            }
        });
    }

    /** Where rows are told, several answers are told one after the other. */
    private static Truth byRow(Outcome outcome, String name) {
        List<Object> values = new ArrayList<>();
        for (Hit hit : outcome.hits()) {
            Truth answer = hit.answers().getOrDefault(name, Truth.of(null));
            if (!answer.known()) {
                return answer;
            }
            values.add(answer.value() == null ? "null" : answer.value());
        }
        return Truth.of(values.size() == 1 ? values.getFirst() : values);
    }

    private void remember(Step step, ModelRef decision, Map<String, Truth> answers, boolean several) {
        notes.decisions
                .computeIfAbsent(step.element(), element -> new ArrayList<>())
                .add(new RecordNotes.DecisionStep(step, decision, answers, several));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> told, String member) {
        return told.get(member) instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static String show(Set<String> rows) {
        return rows.isEmpty() ? "-" : String.join(", ", rows);
    }
}
