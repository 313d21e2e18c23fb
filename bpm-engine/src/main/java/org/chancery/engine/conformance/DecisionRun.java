package org.chancery.engine.conformance;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates a decision again, from the inputs that a record tells (DMN 1.3 chapter 8.2.11, hit policies). */
final class DecisionRun {

    /** A row that applies, with its answers by name. */
    record Hit(String row, Map<String, Truth> answers) {}

    /**
     * @param hits rows that apply, as far as known
     * @param doubtful ids of rows of which it is not known whether they apply
     * @param missing names of inputs that were asked for and are withheld
     */
    record Outcome(List<Hit> hits, Set<String> doubtful, Set<String> missing, String reason) {
        boolean known() {
            return reason.isEmpty();
        }
    }

    private final Feel feel;
    private final Decision decision;
    private final Map<String, Truth> inputs;
    private final Facts facts;

    /** @param inputs value or reason by id of the input column */
    DecisionRun(Feel feel, Decision decision, Map<String, Truth> inputs, Facts facts) {
        this.feel = feel;
        this.decision = decision;
        this.inputs = inputs;
        this.facts = facts;
    }

    Outcome run() {
        if (decision.literal().isPresent()) {
            Truth result = feelOnly(decision.literal().get(), text -> feel.evaluate(text, facts));
            String name = decision.outputs().getFirst().name();
            return new Outcome(List.of(new Hit("", Map.of(name, result))), Set.of(), result.missing(), result.reason());
        }
        List<Hit> hits = new ArrayList<>();
        Set<String> doubtful = new HashSet<>();
        Set<String> missing = new HashSet<>();
        String reason = decision.rows().isEmpty() ? "decision-kind" : "";
        for (Decision.Row row : decision.rows()) {
            Truth applies = applies(row);
            if (!applies.known()) {
                doubtful.add(row.id());
                missing.addAll(applies.missing());
                reason = applies.reason();
            } else if (applies.yes()) {
                hits.add(new Hit(row.id(), answers(row)));
                if (decision.policy().equals("FIRST")) {
                    break;
                }
            }
        }
        if (!Set.of("FIRST", "UNIQUE", "ANY", "COLLECT", "RULE ORDER").contains(decision.policy())) {
            reason = "decision-kind";
        }
        return new Outcome(List.copyOf(hits), doubtful, missing, reason);
    }

    /** One condition that is not met settles it, whatever the others ask. */
    private Truth applies(Decision.Row row) {
        Truth doubt = Truth.of(true);
        for (int i = 0; i < row.conditions().size(); i++) {
            Expression condition = row.conditions().get(i);
            Truth input = inputs.get(decision.inputs().get(i).id());
            boolean asks = !condition.text().isBlank() && !condition.text().equals("-");
            Truth met = !asks
                    ? Truth.of(true)
                    : !input.known() ? input : feelOnly(condition, text -> feel.test(text, input.value(), facts));
            if (met.no()) {
                return met;
            }
            if (!met.known()) {
                doubt = doubt.known() ? met : both(doubt, met);
            }
        }
        return doubt;
    }

    private static Truth both(Truth one, Truth other) {
        Set<String> missing = new HashSet<>(one.missing());
        missing.addAll(other.missing());
        return new Truth(null, missing, one.reason());
    }

    private Map<String, Truth> answers(Decision.Row row) {
        Map<String, Truth> answers = new LinkedHashMap<>();
        for (int i = 0; i < decision.outputs().size(); i++) {
            Expression answer = row.answers().get(i);
            answers.put(
                    decision.outputs().get(i).name(),
                    answer.text().isBlank() ? Truth.of(null) : feelOnly(answer, text -> feel.evaluate(text, facts)));
        }
        return answers;
    }

    private interface Computing {
        Truth compute(String text);
    }

    private static Truth feelOnly(Expression expression, Computing computing) {
        return expression.isFeel() ? computing.compute(expression.text()) : Truth.unknown("language");
    }

    /** What the decision answers under one name: the aggregate, the only answer, or all of them. */
    Truth answer(Outcome outcome, String name) {
        List<Truth> all = outcome.hits().stream()
                .map(hit -> hit.answers().getOrDefault(name, Truth.of(null)))
                .toList();
        for (Truth answer : all) {
            if (!answer.known()) {
                return answer;
            }
        }
        List<Object> values = all.stream().map(Truth::value).toList();
        if (!decision.policy().equals("COLLECT") && !decision.policy().equals("RULE ORDER")) {
            return Truth.of(values.isEmpty() ? null : values.getFirst());
        }
        return decision.aggregation().isEmpty() ? Truth.of(values) : aggregate(values);
    }

    private Truth aggregate(List<Object> values) {
        if (decision.aggregation().equals("COUNT")) {
            return Truth.of(BigDecimal.valueOf(values.size()));
        }
        List<BigDecimal> numbers = new ArrayList<>();
        for (Object value : values) {
            if (!(value instanceof Number)) {
                return Truth.unknown("decision-kind");
            }
            numbers.add(new BigDecimal(value.toString()));
        }
        return Truth.of(
                switch (decision.aggregation()) {
                    case "SUM" -> numbers.stream().reduce(BigDecimal::add).orElse(null);
                    case "MIN" -> numbers.stream().min(BigDecimal::compareTo).orElse(null);
                    default -> numbers.stream().max(BigDecimal::compareTo).orElse(null);
                });
    }
}
