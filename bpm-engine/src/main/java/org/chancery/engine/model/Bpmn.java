package org.chancery.engine.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Names and walks that every rule over model files needs. */
final class Bpmn {

    static final String MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /** The namespaces Operaton reads its extensions from. */
    private static final List<String> EXTENSIONS = List.of(
            "http://camunda.org/schema/1.0/bpmn",
            "http://operaton.org/schema/1.0/bpmn",
            "http://activiti.org/bpmn",
            "http://camunda.org/schema/1.0/dmn",
            "http://operaton.org/schema/1.0/dmn");

    private Bpmn() {}

    static Stream<Element> all(Element root) {
        return Stream.concat(Stream.of(root), children(root).flatMap(Bpmn::all));
    }

    static Stream<Element> children(Element parent) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    static boolean is(Element element, String localName) {
        return localName.equals(element.getLocalName()) && MODEL.equals(element.getNamespaceURI());
    }

    static boolean isExtension(Element element, String localName) {
        return localName.equals(element.getLocalName()) && EXTENSIONS.contains(element.getNamespaceURI());
    }

    /** An extension attribute under any namespace Operaton accepts for it. */
    static Optional<String> extension(Element element, String name) {
        return EXTENSIONS.stream()
                .filter(space -> element.hasAttributeNS(space, name))
                .map(space -> element.getAttributeNS(space, name))
                .findFirst();
    }

    /** The id of the element or of the nearest one around it, which is what an analyst sees on the diagram. */
    static String idOf(Element element) {
        for (org.w3c.dom.Node node = element; node instanceof Element at; node = node.getParentNode()) {
            if (at.hasAttribute("id")) {
                return at.getAttribute("id");
            }
        }
        return "";
    }
}
