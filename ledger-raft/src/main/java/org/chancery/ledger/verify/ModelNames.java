package org.chancery.ledger.verify;

import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a model calls its elements.
 *
 * @param sha256 of the file, base64url without padding, as records and certificates name a model
 * @param names by element id
 */
record ModelNames(String sha256, Map<String, String> names) {

    static final ModelNames NONE = new ModelNames("", Map.of());

    ModelNames {
        names = Map.copyOf(names);
    }

    /** @return empty if the file is not XML */
    static Optional<ModelNames> in(byte[] bpmn) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        Map<String, String> names = new HashMap<>();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(bpmn));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    String id = xml.getAttributeValue("", "id");
                    String name = xml.getAttributeValue("", "name");
                    if (id != null && name != null && !name.isBlank()) {
                        names.put(id, name.strip().replaceAll("\\s+", " "));
                    }
                }
            }
        } catch (XMLStreamException e) {
            return Optional.empty();
        }
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Rfc6962.sha256(bpmn));
        return Optional.of(new ModelNames(hash, names));
    }

    Optional<String> name(String id) {
        return Optional.ofNullable(names.get(id));
    }
}
