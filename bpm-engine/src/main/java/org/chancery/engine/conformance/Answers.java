package org.chancery.engine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.engine.conformance.RecordNotes.DecisionStep;

/** That a business rule task was decided, and that its answer is what the case went on with. */
final class Answers {

    private final RecordNotes notes;
    private final Feel feel;
    private final Findings findings;

    Answers(RecordNotes notes, Feel feel, Findings findings) {
        this.notes = notes;
        this.feel = feel;
        this.findings = findings;
    }

    void check() {
        Map<String, Integer> used = new HashMap<>();
        for (Visit visit : notes.ruled) {
            Node.Ruling ruling = visit.node.ruling();
            if (ruling.decision().isEmpty()) {
                continue;
            }
            List<DecisionStep> decided = notes.decisions.getOrDefault(visit.node.id(), List.of()).stream()
                    .filter(known -> known.key().equals(ruling.decision()))
                    .toList();
            int number = used.merge(visit.node.id(), 1, Integer::sum) - 1;
            Step step = notes.ruledAt.get(visit);
            if (number >= decided.size()) {
                findings.deviation(step, visit.node.id(), "decision-missing", Map.of("decision", ruling.decision()));
            } else {
                results(step, visit, ruling, decided.get(number));
            }
        }
    }

    /** Public facts that the answer becomes: told in the same record, with the value that the decision gives. */
    private void results(Step step, Visit visit, Node.Ruling ruling, DecisionStep decided) {
        if (!ruling.result().isEmpty() && decided.answers().size() == 1) {
            fact(
                    step,
                    visit,
                    ruling.result(),
                    decided.answers().values().iterator().next());
        }
        if (decided.several()) {
            return;
        }
        Map<String, Object> row = new HashMap<>();
        decided.answers().forEach((name, answer) -> {
            if (answer.known()) {
                row.put(name, answer.value());
            }
        });
        Map<String, Object> values = new HashMap<>(visit.scope.known());
        values.put("decisionResult", List.of(row));
        boolean known = decided.answers().values().stream().allMatch(Truth::known);
        ruling.outputs().forEach((name, expression) -> {
            if (known && expression.isFeel()) {
                fact(step, visit, name, feel.evaluate(expression, Facts.of(values, visit.scope.model.publicFacts())));
            }
        });
    }

    private void fact(Step step, Visit visit, String name, Truth expected) {
        boolean open = visit.scope.model.publicFacts().contains(name);
        if (!open || !expected.known()) {
            return;
        }
        List<Object> told = new ArrayList<>(notes.told.getOrDefault(name, List.of()));
        if (visit.scope.known().containsKey(name)) {
            told.add(visit.scope.known().get(name));
        }
        if (told.stream().noneMatch(value -> Values.same(value, expected.value()))) {
            findings.deviation(
                    step,
                    visit.node.id(),
                    "result-differs",
                    Map.of(
                            "fact",
                            name,
                            "told",
                            told.isEmpty() ? "-" : Values.show(told.getLast()),
                            "expected",
                            Values.show(expected.value())));
        }
    }
}
