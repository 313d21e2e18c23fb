package org.chancery.console.cases;

import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What the elements of a process are, for telling a case in words. A reader wants to know whose turn it is and what was
 * done, so clocks that only run and gateways where finished branches wait must not be told as steps.
 *
 * @param kinds element id to its BPMN 2.0 name, as {@code userTask}; {@code innerEvent} for start and end events of
 *     subprocesses
 * @param clocks ids of events that wait for a time or a condition, and act only if nobody else does before
 */
record Elements(Map<String, String> kinds, Set<String> clocks) {

    private static final Set<String> EVENTS = Set.of("intermediateCatchEvent", "boundaryEvent", "startEvent");
    private static final Set<String> WAITS = Set.of("timerEventDefinition", "conditionalEventDefinition");
    private static final Set<String> INNER = Set.of("startEvent", "endEvent");
    private static final Set<String> WORK = Set.of("serviceTask", "sendTask", "scriptTask", "receiveTask", "userTask");
    private static final Set<String> HAPPENS =
            Set.of("startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent");

    /** @return what the process has; nothing if the text is not well-formed XML */
    static Elements in(String bpmn) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Map<String, String> kinds = new HashMap<>();
        Set<String> clocks = new HashSet<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(bpmn));
            String event = "";
            int inside = 0;
            while (xml.hasNext()) {
                int type = xml.next();
                if (type == XMLStreamConstants.END_ELEMENT) {
                    inside -= xml.getLocalName().equals("subProcess") ? 1 : 0;
                    event = EVENTS.contains(xml.getLocalName()) ? "" : event;
                } else if (type == XMLStreamConstants.START_ELEMENT) {
                    String kind = xml.getLocalName();
                    String id = String.valueOf(xml.getAttributeValue("", "id"));
                    kinds.put(id, inside > 0 && INNER.contains(kind) ? "innerEvent" : kind);
                    inside += kind.equals("subProcess") ? 1 : 0;
                    event = EVENTS.contains(kind) ? id : event;
                    if (WAITS.contains(kind) && !event.isEmpty()) {
                        clocks.add(event);
                    }
                }
            }
            return new Elements(Map.copyOf(kinds), Set.copyOf(clocks));
        } catch (XMLStreamException e) {
            return new Elements(Map.of(), Set.of());
        }
    }

    /** Whether a token that stands there only waits: for a clock, or for the other branches. */
    boolean onlyWaits(String id) {
        return clocks.contains(id) || kinds.getOrDefault(id, "").endsWith("Gateway");
    }

    /** Whether its end is told: work that was done, or an event that happened. */
    boolean tellsEnd(String id) {
        String kind = kinds.getOrDefault(id, "");
        return WORK.contains(kind) || HAPPENS.contains(kind);
    }

    /** Whether its beginning is told: somebody now has to act. */
    boolean tellsBeginning(String id) {
        return kinds.getOrDefault(id, "").equals("userTask");
    }

    /** Whether it can be called off; a clock that is stopped did not run out, which needs no telling. */
    boolean tellsCancelling(String id) {
        return WORK.contains(kinds.getOrDefault(id, ""));
    }
}
