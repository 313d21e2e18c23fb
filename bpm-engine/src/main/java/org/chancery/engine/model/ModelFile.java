package org.chancery.engine.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * One XML file of a deployment, read without ever following a reference out of it: document types are refused whole, so
 * neither external entities nor entity expansion can be reached.
 *
 * @param name file name
 * @param root its document element
 */
record ModelFile(String name, Element root) {

    /** Elements within elements: a deep model has some dozen, and whoever walks one needs the stack for them. */
    static final int MAX_DEPTH = 100;

    /** How this JDK's messages name the limit (java.xml, «JDK-specific XML processing limits»). */
    private static final String TOO_DEEP = "JAXP00010006";

    /** Why a file could not be read. */
    static final class Unreadable extends Exception {
        private final transient Finding finding;

        private Unreadable(Finding finding, Throwable cause) {
            super(finding.code(), cause);
            this.finding = finding;
        }

        Finding finding() {
            return finding;
        }
    }

    static ModelFile read(String name, byte[] content) throws Unreadable {
        try {
            return new ModelFile(
                    name, builder().parse(new ByteArrayInputStream(content)).getDocumentElement());
        } catch (SAXParseException e) {
            if (e.getMessage().contains(TOO_DEEP)) {
                throw new Unreadable(new Finding(name, "", "model.too-deep", Map.of("max", MAX_DEPTH)), e);
            }
            String code = e.getMessage().contains("DOCTYPE") ? "model.doctype" : "model.malformed";
            throw new Unreadable(
                    new Finding(
                            name,
                            "",
                            code,
                            Map.of("line", e.getLineNumber(), "column", e.getColumnNumber(), "reason", e.getMessage())),
                    e);
        } catch (SAXException | IOException e) {
            throw new Unreadable(
                    new Finding(
                            name,
                            "",
                            "model.malformed",
                            Map.of("line", 0, "column", 0, "reason", String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private static DocumentBuilder builder() {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setAttribute("jdk.xml.maxElementDepth", MAX_DEPTH);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(Throwing.INSTANCE);
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this JDK's XML parser cannot be confined", e);
        }
    }

    /** The default handler prints to the error stream; findings are enough. */
    private enum Throwing implements ErrorHandler {
        INSTANCE;

        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
