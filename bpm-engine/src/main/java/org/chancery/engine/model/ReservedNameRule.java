package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormSchema;
import org.w3c.dom.Element;

/**
 * Who applied, for which organisation and under which number is written when a case is filed, and by nothing else: no
 * element of a model sets a variable of such a name, in any scope. Handing it on under its own name is allowed.
 */
final class ReservedNameRule implements Rule {

    /** Attributes that name a variable which the engine then writes. */
    private static final Set<String> WRITING = Set.of(
            "resultVariable",
            "resultVariableName",
            "elementVariable",
            "initiator",
            "errorCodeVariable",
            "errorMessageVariable",
            "escalationCodeVariable");

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .flatMap(at -> Stream.concat(
                                written(at)
                                        .filter(FormSchema.RESERVED::contains)
                                        .map(name -> finding(file, at, "model.reserved-name", Map.of("name", name))),
                                businessKey(file, at))));
    }

    /** The engine's name of a case's number: handed to another process it would name another case. */
    private static Stream<Finding> businessKey(ModelFile file, Element at) {
        return Bpmn.attributes(at)
                .filter(attribute -> "businessKey".equals(attribute.getLocalName()))
                .map(attribute -> finding(file, at, "model.business-key", Map.of("key", attribute.getNodeValue())));
    }

    private static Stream<String> written(Element at) {
        Stream<String> attributes = WRITING.stream()
                .sorted()
                .flatMap(name -> Stream.concat(Bpmn.extension(at, name).stream(), Stream.of(at.getAttribute(name))));
        return Stream.concat(attributes, parameters(at)).map(String::strip);
    }

    private static Stream<String> parameters(Element at) {
        return switch (String.valueOf(at.getLocalName())) {
            case "inputParameter", "outputParameter" -> Stream.of(at.getAttribute("name"));
            case "in", "out" ->
                at.getAttribute("source").equals(at.getAttribute("target")) && !at.hasAttribute("sourceExpression")
                        ? Stream.empty()
                        : Stream.of(at.getAttribute("target"));
            case "formField" -> Stream.of(at.getAttribute("id"));
            case "inputDataItem" -> Stream.of(at.getAttribute("name"));
            default -> Stream.empty();
        };
    }
}
