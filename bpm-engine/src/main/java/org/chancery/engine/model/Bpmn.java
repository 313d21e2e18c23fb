package org.chancery.engine.model;

import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Names and walks that every rule over model files needs. */
final class Bpmn {

    static final String MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL";

    /** The one namespace that models take extensions from; {@link NamespaceRule} refuses the others. */
    static final String EXTENSIONS = "http://camunda.org/schema/1.0/bpmn";

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

    static Stream<Node> attributes(Element element) {
        NamedNodeMap attributes = element.getAttributes();
        return IntStream.range(0, attributes.getLength()).mapToObj(attributes::item);
    }

    static boolean is(Element element, String localName) {
        return localName.equals(element.getLocalName()) && MODEL.equals(element.getNamespaceURI());
    }

    static boolean isExtension(Element element, String localName) {
        return localName.equals(element.getLocalName()) && EXTENSIONS.equals(element.getNamespaceURI());
    }

    static Optional<String> extension(Element element, String name) {
        return element.hasAttributeNS(EXTENSIONS, name)
                ? Optional.of(element.getAttributeNS(EXTENSIONS, name))
                : Optional.empty();
    }

    /** The id of the BPMN element that an extension property stands in. */
    static String holderOf(Element property) {
        Node node = property;
        while (node instanceof Element at && !MODEL.equals(at.getNamespaceURI())
                || node instanceof Element extensions && is(extensions, "extensionElements")) {
            node = node.getParentNode();
        }
        return node instanceof Element holder ? holder.getAttribute("id") : "";
    }

    /** The id of the element or of the nearest one around it, which is what an analyst sees on the diagram. */
    static String idOf(Element element) {
        for (Node node = element; node instanceof Element at; node = node.getParentNode()) {
            if (at.hasAttribute("id")) {
                return at.getAttribute("id");
            }
        }
        return "";
    }
}
