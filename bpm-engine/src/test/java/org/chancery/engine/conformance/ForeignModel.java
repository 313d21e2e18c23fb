package org.chancery.engine.conformance;

import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A model that others wrote, made to speak our dialect and no more: extensions stand in the camunda namespace, flows have
 * ids, what conditions ask is a public fact, and history is kept for a day. Which elements there are, and how they hang together, stays theirs.
 */
final class ForeignModel {

    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    private static final Set<String> CONDITIONS =
            Set.of("conditionExpression", "condition", "loopCardinality", "completionCondition");
    /** Whoever applied is never public; the engine's own names are no variables. */
    private static final Set<String> NO_FACTS = Set.of(
            "applicant",
            "caseNumber",
            "organisation",
            "execution",
            "task",
            "true",
            "false",
            "null",
            "empty",
            "not",
            "and",
            "or",
            "eq",
            "ne",
            "gt",
            "lt",
            "ge",
            "le",
            "div",
            "mod",
            "loopCounter",
            "nrOfInstances",
            "nrOfActiveInstances",
            "nrOfCompletedInstances");

    private static final Pattern NAME = Pattern.compile("(?<![\\w.'\"])[A-Za-z_]\\w*(?!\\w*\\()");
    private static final Pattern TEXT = Pattern.compile("'[^']*'|\"[^\"]*\"");
    private static final Pattern EXPRESSION = Pattern.compile("[#$]\\{([^}]*)}");
    private static final Pattern COMPARED =
            Pattern.compile("([A-Za-z_]\\w*)\\s*(?:==|!=|>=|<=|=|<|>|eq|ne|gt|lt|ge|le)\\s*"
                    + "('[^']*'|\"[^\"]*\"|-?\\d+(?:\\.\\d+)?|true|false)");

    private final Document document;

    /** @throws Exception if it is no XML, or declares a document type */
    ForeignModel(byte[] text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        String ours = new String(text, StandardCharsets.UTF_8)
                .replace("http://operaton.org/schema/1.0/bpmn", CAMUNDA)
                .replace("http://activiti.org/bpmn", CAMUNDA);
        var builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        document = builder.parse(new ByteArrayInputStream(ours.getBytes(StandardCharsets.UTF_8)));
        identify();
        all("process").forEach(process -> {
            process.setAttributeNS(CAMUNDA, "camunda:historyTimeToLive", "P1D");
            tellFacts(process);
        });
    }

    private void identify() {
        List<Element> flows = all("sequenceFlow").toList();
        IntStream.range(0, flows.size())
                .filter(i -> flows.get(i).getAttribute("id").isBlank())
                .forEach(i -> flows.get(i).setAttribute("id", "theirFlow" + i));
    }

    private void tellFacts(Element process) {
        Set<String> facts = new TreeSet<>(asked());
        if (facts.isEmpty()) {
            return;
        }
        Element extensions = child(process, BPMN, "extensionElements");
        Element properties = child(extensions, CAMUNDA, "properties");
        Element property = document.createElementNS(CAMUNDA, "camunda:property");
        property.setAttribute("name", "publicFacts");
        property.setAttribute("value", String.join(",", facts));
        properties.appendChild(property);
    }

    /** The child, made if there is none: documentation comes first, then extension elements. */
    private Element child(Element of, String namespace, String name) {
        NodeList children = of.getChildNodes();
        org.w3c.dom.Node before = of.getFirstChild();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element found
                    && found.getLocalName().equals(name)) {
                return found;
            }
            if (children.item(i) instanceof Element found
                    && found.getLocalName().equals("documentation")) {
                before = found.getNextSibling();
            }
        }
        String prefix = namespace.equals(CAMUNDA) ? "camunda:" : of.getPrefix() == null ? "" : of.getPrefix() + ":";
        Element made = document.createElementNS(namespace, prefix + name);
        of.insertBefore(made, before);
        return made;
    }

    /** Names of the variables that conditions ask. */
    private Set<String> asked() {
        Set<String> names = new LinkedHashSet<>();
        CONDITIONS.stream().flatMap(this::all).forEach(at -> names.addAll(names(at.getTextContent())));
        return names;
    }

    private static Set<String> names(String expression) {
        Set<String> names = new LinkedHashSet<>();
        Matcher name = NAME.matcher(TEXT.matcher(expression).replaceAll(" "));
        while (name.find()) {
            names.add(name.group());
        }
        names.removeAll(NO_FACTS);
        return names;
    }

    byte[] text() throws Exception {
        StringWriter written = new StringWriter();
        TransformerFactory.newInstance().newTransformer().transform(new DOMSource(document), new StreamResult(written));
        return written.toString().getBytes(StandardCharsets.UTF_8);
    }

    List<String> processes() {
        return all("process").map(at -> at.getAttribute("id")).toList();
    }

    List<String> called() {
        return all("callActivity").map(at -> at.getAttribute("calledElement")).toList();
    }

    List<String> decisions() {
        return all("businessRuleTask")
                .map(at -> at.getAttributeNS(CAMUNDA, "decisionRef"))
                .filter(key -> !key.isEmpty())
                .toList();
    }

    Set<String> codes(String kind, String attribute) {
        Set<String> codes = new TreeSet<>();
        all(kind)
                .map(at -> at.getAttribute(attribute))
                .filter(code -> !code.isEmpty())
                .forEach(codes::add);
        return codes;
    }

    /** Values for every variable that an expression names, of the kinds it is compared with. */
    Map<String, Object> values(Random random) {
        Map<String, List<Object>> choices = new LinkedHashMap<>();
        asked().forEach(name -> choices.put(name, new ArrayList<>()));
        String text = document.getDocumentElement().getTextContent() + attributes(document.getDocumentElement());
        EXPRESSION
                .matcher(text)
                .results()
                .forEach(found -> names(found.group(1)).forEach(name -> choices.putIfAbsent(name, new ArrayList<>())));
        COMPARED.matcher(text).results().forEach(found -> {
            if (choices.containsKey(found.group(1))) {
                choices.get(found.group(1)).addAll(near(found.group(2)));
            }
        });
        Map<String, Object> values = new HashMap<>();
        choices.forEach((name, some) -> {
            List<Object> from = some.isEmpty() ? List.of(true, false, 2) : some;
            values.put(name, from.get(random.nextInt(from.size())));
        });
        return values;
    }

    private static List<Object> near(String literal) {
        if (literal.matches("true|false")) {
            return List.of(true, false);
        }
        if (literal.matches("-?\\d+")) {
            int number = Integer.parseInt(literal);
            return List.of(number - 1, number, number + 1);
        }
        if (literal.matches("-?\\d.*")) {
            return List.of(Double.valueOf(literal), Double.parseDouble(literal) + 1);
        }
        return List.of(literal.substring(1, literal.length() - 1), "another");
    }

    private static String attributes(Element at) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < at.getAttributes().getLength(); i++) {
            all.append(' ').append(at.getAttributes().item(i).getNodeValue());
        }
        for (org.w3c.dom.Node child = at.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                all.append(attributes(element));
            }
        }
        return all.toString();
    }

    private Stream<Element> all(String localName) {
        NodeList found = document.getElementsByTagNameNS(BPMN, localName);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }
}
