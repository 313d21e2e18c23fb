package org.chancery.engine.conformance;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.Ref;

/** Computes FEEL expressions on public facts, and JUEL conditions of the simple kind that has a twin in FEEL. */
final class Feel {

    private static final FeelEngineApi ENGINE = FeelEngineBuilder.forJava().build();
    private static final String INPUT = "cellInput";

    private record Parsed(ParsedExpression expression, Set<String> names) {}

    private final Map<String, Optional<Parsed>> expressions = new ConcurrentHashMap<>();
    private final Map<String, Optional<Parsed>> tests = new ConcurrentHashMap<>();

    /** A condition or computed text of a BPMN model, where JUEL is the language unless another is named. */
    Truth evaluate(Expression expression, Facts facts) {
        if (expression.isFeel()) {
            return evaluate(expression.text(), facts);
        }
        return expression.language().isEmpty() || expression.language().equalsIgnoreCase("juel")
                ? Juel.asFeel(expression.text())
                        .map(text -> evaluate(text, facts))
                        .orElseGet(() -> Truth.unknown("language"))
                : Truth.unknown("language");
    }

    /** A FEEL expression. */
    Truth evaluate(String text, Facts facts) {
        Optional<Parsed> parsed = expressions.computeIfAbsent(text, t -> parsed(ENGINE.parseExpression(t)));
        return parsed.map(
                        found -> compute(found, facts, () -> ENGINE.evaluate(found.expression(), withoutNulls(facts))))
                .orElseGet(() -> Truth.unknown("language"));
    }

    /** A rule's condition on one input (DMN 1.3 chapter 7.3.14, unary tests). */
    Truth test(String text, Object input, Facts facts) {
        if (text.isBlank() || text.equals("-")) {
            return Truth.of(true);
        }
        Optional<Parsed> parsed = tests.computeIfAbsent(text, t -> parsed(ENGINE.parseUnaryTests(t)));
        return parsed.map(found -> compute(
                        found, facts, () -> ENGINE.evaluateWithInput(found.expression(), input, withoutNulls(facts))))
                .orElseGet(() -> Truth.unknown("language"));
    }

    /** Names that an expression reads; empty if it is no FEEL. */
    Optional<Set<String>> names(String text) {
        return expressions
                .computeIfAbsent(text, t -> parsed(ENGINE.parseExpression(t)))
                .map(Parsed::names);
    }

    private interface Computation {
        EvaluationResult run();
    }

    private static Truth compute(Parsed parsed, Facts facts, Computation computation) {
        Set<String> missing = new HashSet<>(parsed.names());
        missing.removeIf(name -> name.equals(INPUT) || !facts.withheld().test(name));
        if (!missing.isEmpty()) {
            return Truth.missing(missing);
        }
        EvaluationResult result = computation.run();
        return result.isSuccess() ? Truth.of(result.result()) : Truth.unknown("failed");
    }

    /** What is absent is null to FEEL; Java's immutable maps hold no nulls. */
    private static Map<String, Object> withoutNulls(Facts facts) {
        Map<String, Object> values = new HashMap<>(facts.values());
        values.values().removeIf(Objects::isNull);
        return values;
    }

    private static Optional<Parsed> parsed(ParseResult result) {
        if (!result.isSuccess()) {
            return Optional.empty();
        }
        Set<String> names = new HashSet<>();
        collect(result.parsedExpression().expression(), names);
        return Optional.of(new Parsed(result.parsedExpression(), Set.copyOf(names)));
    }

    private static void collect(Object part, Set<String> names) {
        switch (part) {
            case Ref ref -> {
                List<String> path = CollectionConverters.asJava(ref.names());
                names.add(path.getFirst());
            }
            case Iterable<?> several -> each(several.iterator(), names);
            case Product composed -> each(composed.productIterator(), names);
            default -> {}
        }
    }

    private static void each(Iterator<?> parts, Set<String> names) {
        while (parts.hasNext()) {
            collect(parts.next(), names);
        }
    }
}
