package org.chancery.console.shell;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a diagram itself calls its elements, for models that came without texts.
 *
 * @param names by element id
 * @param ways sequence flows by their ids: most have no name, but lead from somewhere to somewhere
 */
record DiagramNames(Map<String, String> names, Map<String, Way> ways) {

    /** Ids of the elements that a sequence flow connects. */
    record Way(String from, String to) {}

    DiagramNames {
        names = Map.copyOf(names);
        ways = Map.copyOf(ways);
    }

    /** @return nothing if the text is not well-formed XML */
    static DiagramNames in(String bpmn) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Map<String, String> names = new HashMap<>();
        Map<String, Way> ways = new HashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(bpmn));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    String id = attribute(xml, "id");
                    names.put(id, attribute(xml, "name").strip().replaceAll("\\s+", " "));
                    if (xml.getLocalName().equals("sequenceFlow")) {
                        ways.put(id, new Way(attribute(xml, "sourceRef"), attribute(xml, "targetRef")));
                    }
                }
            }
        } catch (XMLStreamException e) {
            return new DiagramNames(Map.of(), Map.of());
        }
        names.values().removeIf(String::isEmpty);
        return new DiagramNames(names, ways);
    }

    private static String attribute(XMLStreamReader xml, String name) {
        String value = xml.getAttributeValue("", name);
        return value == null ? "" : value;
    }
}
