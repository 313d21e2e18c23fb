package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * Extensions stand in one namespace only. Operaton would read the same attribute from another one first, so that what
 * the rules had checked would not be what the engine obeys.
 */
final class NamespaceRule implements Rule {

    private static final Set<String> REFUSED = Set.of(
            "http://operaton.org/schema/1.0/bpmn", "http://operaton.org/schema/1.0/dmn", "http://activiti.org/bpmn");

    @Override
    public Stream<Finding> check(Files files) {
        return Stream.concat(files.processes().stream(), files.decisions().stream())
                .flatMap(file -> Bpmn.all(file.root())
                        .flatMap(at -> nodes(at)
                                .filter(node ->
                                        node.getNamespaceURI() != null && REFUSED.contains(node.getNamespaceURI()))
                                .map(node -> finding(
                                        file,
                                        at,
                                        "model.namespace",
                                        Map.of("name", node.getNodeName(), "namespace", node.getNamespaceURI())))));
    }

    private static Stream<Node> nodes(Element at) {
        NamedNodeMap attributes = at.getAttributes();
        return Stream.concat(
                Stream.of(at), IntStream.range(0, attributes.getLength()).mapToObj(attributes::item));
    }
}
