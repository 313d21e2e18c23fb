package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.Text;

/**
 * Every text of a process that could be evaluated stays within {@link Expressions}, and every condition and decision
 * within {@link Feel}. All texts are read, not only those known to be evaluated today: a task's documentation, for
 * one, is an expression to Operaton.
 */
final class ExpressionRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        Stream<Finding> processes = files.processes().stream()
                .flatMap(file ->
                        Bpmn.all(file.root()).flatMap(at -> texts(at).flatMap(text -> process(file, at, text))));
        Stream<Finding> decisions = files.decisions().stream()
                .flatMap(file ->
                        Bpmn.all(file.root()).flatMap(at -> texts(at).flatMap(text -> decision(file, at, text))));
        return Stream.concat(processes, decisions);
    }

    private static Stream<Finding> process(ModelFile file, Element at, String text) {
        if (isFeel(at, text)) {
            return feel(file, at, text);
        }
        return expression(file, at, text);
    }

    private static Stream<Finding> expression(ModelFile file, Element at, String text) {
        return Expressions.isTooLong(text)
                ? tooLong(file, at)
                : refusal(file, at, Expressions.refused(text), "model.expression");
    }

    /** Only the element's own text is FEEL; its attributes are expressions still. */
    private static boolean isFeel(Element at, String text) {
        boolean feel = "feel".equals(at.getAttribute("language")) || "feel".equals(at.getAttribute("scriptFormat"));
        return feel && text.equals(ownText(at));
    }

    private static Stream<Finding> decision(ModelFile file, Element at, String text) {
        return "text".equals(at.getLocalName()) ? feel(file, at, text) : expression(file, at, text);
    }

    private static Stream<Finding> feel(ModelFile file, Element at, String text) {
        return Stream.concat(
                Feel.isTooLong(text) ? tooLong(file, at) : Stream.empty(),
                refusal(file, at, Feel.refused(text), "model.feel"));
    }

    private static Stream<Finding> tooLong(ModelFile file, Element at) {
        return Stream.of(finding(
                file,
                at,
                "model.expression-long",
                Map.of("max", Expressions.MAX_LENGTH, "depth", Expressions.MAX_DEPTH)));
    }

    private static Stream<Finding> refusal(ModelFile file, Element at, Optional<String> part, String code) {
        return part.map(what -> finding(file, at, code, Map.of("part", what))).stream();
    }

    private static Stream<String> texts(Element at) {
        NamedNodeMap attributes = at.getAttributes();
        Stream<String> values = IntStream.range(0, attributes.getLength())
                .mapToObj(attributes::item)
                .map(Node::getNodeValue);
        return Stream.concat(values, Stream.of(ownText(at))).filter(value -> !value.isBlank());
    }

    private static String ownText(Element at) {
        StringBuilder own = new StringBuilder();
        for (Node child = at.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Text text) {
                own.append(text.getData());
            }
        }
        return own.toString();
    }
}
