package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Every element of a process stands in the namespace of its place, and extensions in one namespace only. Operaton goes
 * by an element's local name in whatever namespace, and reads an extension's attribute from another namespace first: what
 * the rules had checked would not be what the engine obeys.
 */
final class NamespaceRule implements Rule {

    private static final Set<String> REFUSED = Set.of(
            "http://operaton.org/schema/1.0/bpmn", "http://operaton.org/schema/1.0/dmn", "http://activiti.org/bpmn");

    /** The diagram's (BPMN 2.0 §12.2); the engine reads nothing of it but places. */
    private static final Set<String> DRAWING = Set.of(
            "http://www.omg.org/spec/BPMN/20100524/DI",
            "http://www.omg.org/spec/DD/20100524/DI",
            "http://www.omg.org/spec/DD/20100524/DC");

    @Override
    public Stream<Finding> check(Files files) {
        return Stream.concat(
                files.processes().stream()
                        .flatMap(file -> Stream.concat(elements(file, file.root()), attributes(file))),
                files.decisions().stream()
                        .flatMap(file -> Stream.concat(
                                Bpmn.all(file.root()).flatMap(at -> refused(file, at, at)), attributes(file))));
    }

    private static Stream<Finding> attributes(ModelFile file) {
        return Bpmn.all(file.root())
                .flatMap(at -> Bpmn.attributes(at).flatMap(attribute -> refused(file, at, attribute)));
    }

    private static Stream<Finding> refused(ModelFile file, Element at, Node node) {
        return REFUSED.contains(String.valueOf(node.getNamespaceURI()))
                ? Stream.of(finding(file, at, "model.namespace", details(node)))
                : Stream.empty();
    }

    /** Within a refused element nothing more is told. */
    private static Stream<Finding> elements(ModelFile file, Element at) {
        return isInPlace(at)
                ? Bpmn.children(at).flatMap(child -> elements(file, child))
                : Stream.of(finding(file, at, code(at), details(at)));
    }

    /** An extension elsewhere would be taken for an element of BPMN. */
    private static String code(Element at) {
        return Bpmn.EXTENSIONS.equals(at.getNamespaceURI()) ? "model.extension-place" : "model.namespace";
    }

    private static boolean isInPlace(Element at) {
        String namespace = String.valueOf(at.getNamespaceURI());
        if (!(at.getParentNode() instanceof Element parent)) {
            return Bpmn.is(at, "definitions");
        }
        if (Bpmn.EXTENSIONS.equals(parent.getNamespaceURI()) || Bpmn.is(parent, "extensionElements")) {
            return Bpmn.EXTENSIONS.equals(namespace);
        }
        if (Bpmn.MODEL.equals(parent.getNamespaceURI())) {
            boolean diagram = "BPMNDiagram".equals(at.getLocalName()) && Bpmn.is(parent, "definitions");
            return Bpmn.MODEL.equals(namespace) || diagram && DRAWING.contains(namespace);
        }
        return DRAWING.contains(namespace);
    }

    private static Map<String, Object> details(Node node) {
        return Map.of(
                "name",
                node.getNodeName(),
                "namespace",
                Optional.ofNullable(node.getNamespaceURI()).orElse("-"));
    }
}
