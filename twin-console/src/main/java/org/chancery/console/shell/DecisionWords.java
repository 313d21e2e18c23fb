package org.chancery.console.shell;

import java.io.ByteArrayInputStream;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a decision model says of its rules in words.
 *
 * @param rules rule id to its description; rules without one are missing
 */
record DecisionWords(Map<String, String> rules) {

    static final DecisionWords NONE = new DecisionWords(Map.of());

    /** @return nothing if the bytes are not well-formed XML */
    static DecisionWords of(byte[] dmn) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Map<String, String> rules = new HashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(dmn));
            String rule = "";
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.END_ELEMENT && "rule".equals(xml.getLocalName())) {
                    rule = "";
                } else if (event == XMLStreamReader.START_ELEMENT && "rule".equals(xml.getLocalName())) {
                    rule = String.valueOf(xml.getAttributeValue("", "id"));
                } else if (event == XMLStreamReader.START_ELEMENT
                        && "description".equals(xml.getLocalName())
                        && !rule.isEmpty()) {
                    rules.put(rule, xml.getElementText().strip());
                }
            }
            return new DecisionWords(Map.copyOf(rules));
        } catch (XMLStreamException e) {
            return NONE;
        }
    }
}
