package org.chancery.engine.conformance;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FeelEngineApi;
import org.camunda.feel.api.FeelEngineBuilder;
import org.camunda.feel.api.ParseResult;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.Ref;

/**
 * Computes FEEL expressions on public facts, and JUEL conditions of the simple kind that has a twin in FEEL. What was
 * computed of the same values lately is not computed again: the rows of a table ask the same of every case. What is not
 * {@linkplain PlainFeel plain} is in a language that this judge does not compute. Not for several threads at once.
 */
final class Feel {

    private static final FeelEngineApi ENGINE = FeelEngineBuilder.forJava().build();
    private static final String INPUT = "cellInput";

    /** Questions whose answers are remembered, those asked lately. */
    private static final int REMEMBERED = 10_000;

    /** Longest value that is remembered, in characters. */
    private static final int SHORT = 100;

    /** One for each text; compared by identity. */
    private static final class Parsed {
        final ParsedExpression expression;
        final Set<String> names;
        /** How often it names any of them. */
        final int named;

        Parsed(ParsedExpression expression, List<String> names) {
            this.expression = expression;
            this.names = Set.copyOf(names);
            this.named = names.size();
        }
    }

    /** @param values of the names that the expression reads, as far as there are any */
    private record Question(Parsed asked, Object input, Map<String, Object> values) {}

    private final Map<Question, Truth> answers = new Lately<>(REMEMBERED);
    private final Map<String, Optional<Parsed>> expressions = new Lately<>(REMEMBERED);
    private final Map<String, Optional<Parsed>> tests = new Lately<>(REMEMBERED);

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
        Optional<Parsed> parsed = expressions.computeIfAbsent(text, Feel::expression);
        return parsed.map(found -> compute(found, null, facts, values -> ENGINE.evaluate(found.expression, values)))
                .orElseGet(() -> Truth.unknown("language"));
    }

    /** A rule's condition on one input (DMN 1.3 chapter 7.3.14, unary tests). */
    Truth test(String text, Object input, Facts facts) {
        if (text.isBlank() || text.equals("-")) {
            return Truth.of(true);
        }
        Optional<Parsed> parsed = tests.computeIfAbsent(text, Feel::unaryTests);
        return parsed.map(found -> compute(
                        found, input, facts, values -> ENGINE.evaluateWithInput(found.expression, input, values)))
                .orElseGet(() -> Truth.unknown("language"));
    }

    /** Names that an expression reads; empty if it is no FEEL. */
    Optional<Set<String>> names(String text) {
        return expressions.computeIfAbsent(text, Feel::expression).map(parsed -> parsed.names);
    }

    private interface Computation {
        EvaluationResult with(Map<String, Object> values);
    }

    private Truth compute(Parsed parsed, Object input, Facts facts, Computation computation) {
        Set<String> missing = new HashSet<>(parsed.names);
        missing.removeIf(name -> name.equals(INPUT) || !facts.withheld().test(name));
        if (!missing.isEmpty()) {
            return Truth.missing(missing);
        }
        Question question = new Question(parsed, input, read(parsed, facts));
        if (!PlainFeel.isLight(input)
                || !PlainFeel.areLight(parsed.named, question.values().values())) {
            return Truth.unknown("failed");
        }
        if (!isShort(input) || !question.values().values().stream().allMatch(Feel::isShort)) {
            return compute(computation, question);
        }
        Truth known = answers.get(question);
        if (known == null) {
            known = compute(computation, question);
            answers.put(question, known);
        }
        return known;
    }

    private static Truth compute(Computation computation, Question question) {
        EvaluationResult result = computation.with(question.values());
        return result.isSuccess() && PlainFeel.isLight(result.result())
                ? Truth.of(result.result())
                : Truth.unknown("failed");
    }

    /** Long values come once, and a log could fill the memory with them. */
    private static boolean isShort(Object value) {
        return value == null
                || value instanceof Boolean
                || (value instanceof Number || value instanceof String)
                        && value.toString().length() <= SHORT;
    }

    /** What is absent is null to FEEL; what an expression does not name it cannot read. */
    private static Map<String, Object> read(Parsed parsed, Facts facts) {
        Map<String, Object> values = new HashMap<>();
        for (String name : parsed.names) {
            Object value = facts.values().get(name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private static Optional<Parsed> expression(String text) {
        return PlainFeel.isShort(text) ? parsed(ENGINE.parseExpression(text)) : Optional.empty();
    }

    private static Optional<Parsed> unaryTests(String text) {
        return PlainFeel.isShort(text) ? parsed(ENGINE.parseUnaryTests(text)) : Optional.empty();
    }

    private static Optional<Parsed> parsed(ParseResult result) {
        if (!result.isSuccess() || !PlainFeel.is(result.parsedExpression().expression())) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        collect(result.parsedExpression().expression(), names);
        return Optional.of(new Parsed(result.parsedExpression(), names));
    }

    private static void collect(Object part, List<String> names) {
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

    private static void each(Iterator<?> parts, List<String> names) {
        while (parts.hasNext()) {
            collect(parts.next(), names);
        }
    }
}
