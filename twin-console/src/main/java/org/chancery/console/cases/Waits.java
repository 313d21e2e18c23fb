package org.chancery.console.cases;

import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds the events of a diagram that wait for a time or a condition. They are named after what will have happened then,
 * so they must not be listed as where a case stands.
 */
final class WaitingEvents {

    private static final Set<String> EVENTS = Set.of("intermediateCatchEvent", "boundaryEvent", "startEvent");
    private static final Set<String> WAITS = Set.of("timerEventDefinition", "conditionalEventDefinition");

    private WaitingEvents() {}

    /** @return their ids; none if the text is not well-formed XML */
    static Set<String> in(String bpmn) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Set<String> waiting = new HashSet<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(bpmn));
            String event = "";
            while (xml.hasNext()) {
                int type = xml.next();
                if (type == XMLStreamReader.START_ELEMENT && EVENTS.contains(xml.getLocalName())) {
                    event = String.valueOf(xml.getAttributeValue("", "id"));
                } else if (type == XMLStreamReader.END_ELEMENT && EVENTS.contains(xml.getLocalName())) {
                    event = "";
                } else if (type == XMLStreamReader.START_ELEMENT
                        && WAITS.contains(xml.getLocalName())
                        && !event.isEmpty()) {
                    waiting.add(event);
                }
            }
            return Set.copyOf(waiting);
        } catch (XMLStreamException e) {
            return Set.of();
        }
    }
}
