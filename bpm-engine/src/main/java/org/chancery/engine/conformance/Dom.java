package org.chancery.engine.conformance;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.operaton.bpm.model.xml.instance.DomElement;

/** Reads elements of a model file as the model API holds them. */
final class Dom {

    private static final List<String> EXTENSIONS = List.of(
            "http://camunda.org/schema/1.0/bpmn",
            "http://operaton.org/schema/1.0/bpmn",
            "http://activiti.org/bpmn",
            "http://camunda.org/schema/1.0/dmn");

    private Dom() {}

    static Stream<DomElement> children(DomElement element, String localName) {
        return element.getChildElements().stream()
                .filter(child -> child.getLocalName().equals(localName));
    }

    static Optional<DomElement> child(DomElement element, String localName) {
        return children(element, localName).findFirst();
    }

    /** Empty if there is no such attribute. */
    static String attribute(DomElement element, String name) {
        return Optional.ofNullable(element.getAttribute(name)).orElse("").strip();
    }

    /** An attribute of the engine's extension namespace; empty if there is none. */
    static String extension(DomElement element, String name) {
        return EXTENSIONS.stream()
                .map(namespace -> element.getAttribute(namespace, name))
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("")
                .strip();
    }

    static boolean isSet(DomElement element, String extension) {
        return extension(element, extension).equals("true");
    }

    static String text(DomElement element) {
        return Optional.ofNullable(element.getTextContent()).orElse("").strip();
    }

    /** The extension element of this name, wherever below {@code extensionElements}. */
    static Stream<DomElement> extensions(DomElement element, String localName) {
        return children(element, "extensionElements").flatMap(all -> below(all, localName));
    }

    private static Stream<DomElement> below(DomElement element, String localName) {
        return element.getChildElements().stream()
                .flatMap(child -> Stream.concat(
                        child.getLocalName().equals(localName) ? Stream.of(child) : Stream.empty(),
                        below(child, localName)));
    }

    static Expression expression(DomElement element) {
        String language = attribute(element, "language");
        return new Expression(text(element), language.isEmpty() ? attribute(element, "expressionLanguage") : language);
    }
}
