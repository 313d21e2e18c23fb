package org.chancery.console.cases;

import java.io.StringReader;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Where a token of a process merely waits: clocks and watched conditions, which act only if nobody else does, and the
 * gateways where finished branches wait for the others. A reader of the case wants to know whose turn it is, so these
 * must not be listed as where it stands.
 *
 * @param clocks ids of events that wait for a time or a condition
 * @param joins ids of gateways that join branches
 */
record Waits(Set<String> clocks, Set<String> joins) {

    private static final Set<String> EVENTS = Set.of("intermediateCatchEvent", "boundaryEvent", "startEvent");
    private static final Set<String> WAITS = Set.of("timerEventDefinition", "conditionalEventDefinition");
    private static final Set<String> GATEWAYS = Set.of("parallelGateway", "inclusiveGateway");

    /** @return what waits in the process; nothing if the text is not well-formed XML */
    static Waits in(String bpmn) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Set<String> clocks = new HashSet<>();
        Set<String> joins = new HashSet<>();
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
                    clocks.add(event);
                } else if (type == XMLStreamReader.START_ELEMENT && GATEWAYS.contains(xml.getLocalName())) {
                    // a token rests at a gateway only to wait for others
                    joins.add(String.valueOf(xml.getAttributeValue("", "id")));
                }
            }
            return new Waits(Set.copyOf(clocks), Set.copyOf(joins));
        } catch (XMLStreamException e) {
            return new Waits(Set.of(), Set.of());
        }
    }
}
