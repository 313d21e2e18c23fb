package org.chancery.engine.conformance;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.operaton.bpm.model.dmn.Dmn;
import org.operaton.bpm.model.xml.instance.DomElement;

/**
 * A decision of a DMN file: a table, or a literal expression.
 *
 * @param required ids of the decisions it rests on
 * @param policy hit policy, as written; empty if it is no table
 * @param aggregation of COLLECT: SUM, MIN, MAX, COUNT or empty
 * @param literal the expression, if it is decided by one; the only output is then its result
 */
record Decision(
        String id,
        Set<String> required,
        String policy,
        String aggregation,
        List<Input> inputs,
        List<Output> outputs,
        List<Row> rows,
        Optional<Expression> literal) {

    /** A column of questions: what is asked, and the name that records give it. */
    record Input(String id, String label, Expression expression, String type) {}

    record Output(String id, String name) {}

    record Row(String id, List<Expression> conditions, List<Expression> answers) {}

    /** Decisions by id. */
    static Map<String, Decision> read(byte[] dmn) {
        DomElement root = Dmn.readModelFromStream(new ByteArrayInputStream(dmn))
                .getDocument()
                .getRootElement();
        Map<String, Decision> decisions = new HashMap<>();
        Dom.children(root, "decision").map(Decision::of).forEach(found -> decisions.put(found.id(), found));
        return decisions;
    }

    private static Decision of(DomElement decision) {
        Set<String> required = Dom.children(decision, "informationRequirement")
                .flatMap(requirement -> Dom.children(requirement, "requiredDecision"))
                .map(reference -> Dom.attribute(reference, "href").replaceFirst("^#", ""))
                .collect(Collectors.toSet());
        String id = Dom.attribute(decision, "id");
        Optional<DomElement> literal = Dom.child(decision, "literalExpression");
        if (literal.isPresent()) {
            String name = Dom.child(decision, "variable")
                    .map(variable -> Dom.attribute(variable, "name"))
                    .orElse("result");
            return new Decision(
                    id,
                    required,
                    "",
                    "",
                    List.of(),
                    List.of(new Output("", name)),
                    List.of(),
                    literal.map(Decision::expression));
        }
        return Dom.child(decision, "decisionTable")
                .map(table -> table(id, required, table))
                .orElseGet(() -> new Decision(id, required, "", "", List.of(), List.of(), List.of(), Optional.empty()));
    }

    private static Decision table(String id, Set<String> required, DomElement table) {
        String policy = Dom.attribute(table, "hitPolicy");
        return new Decision(
                id,
                required,
                policy.isEmpty() ? "UNIQUE" : policy,
                Dom.attribute(table, "aggregation"),
                Dom.children(table, "input").map(Decision::input).toList(),
                Dom.children(table, "output")
                        .map(output -> new Output(Dom.attribute(output, "id"), Dom.attribute(output, "name")))
                        .toList(),
                Dom.children(table, "rule").map(Decision::row).toList(),
                Optional.empty());
    }

    private static Input input(DomElement input) {
        Optional<DomElement> asked = Dom.child(input, "inputExpression");
        return new Input(
                Dom.attribute(input, "id"),
                Dom.attribute(input, "label"),
                asked.map(Decision::expression).orElseGet(() -> new Expression("", "feel")),
                asked.map(expression -> Dom.attribute(expression, "typeRef")).orElse(""));
    }

    private static Row row(DomElement rule) {
        return new Row(
                Dom.attribute(rule, "id"),
                Dom.children(rule, "inputEntry").map(Decision::expression).toList(),
                Dom.children(rule, "outputEntry").map(Decision::expression).toList());
    }

    /** FEEL is the language of DMN 1.3 unless another is named. */
    private static Expression expression(DomElement at) {
        String language = Dom.attribute(at, "expressionLanguage");
        return new Expression(Dom.child(at, "text").map(Dom::text).orElse(""), language.isEmpty() ? "feel" : language);
    }
}
