package org.chancery.engine.conformance;

import static org.chancery.engine.conformance.Dom.attribute;
import static org.chancery.engine.conformance.Dom.child;
import static org.chancery.engine.conformance.Dom.children;
import static org.chancery.engine.conformance.Dom.extension;
import static org.chancery.engine.conformance.Dom.isSet;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.conformance.Node.Flow;
import org.chancery.engine.conformance.Node.Kind;
import org.chancery.engine.conformance.Node.Repetition;
import org.operaton.bpm.model.bpmn.Bpmn;
import org.operaton.bpm.model.xml.instance.DomElement;

/** Reads the processes of a BPMN file. */
final class ModelReader {

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("subProcess", Kind.SUBPROCESS),
            Map.entry("transaction", Kind.SUBPROCESS),
            Map.entry("callActivity", Kind.CALL),
            Map.entry("userTask", Kind.USER),
            Map.entry("businessRuleTask", Kind.RULE),
            Map.entry("task", Kind.TASK),
            Map.entry("manualTask", Kind.TASK),
            Map.entry("serviceTask", Kind.TASK),
            Map.entry("sendTask", Kind.TASK),
            Map.entry("receiveTask", Kind.TASK),
            Map.entry("scriptTask", Kind.TASK),
            Map.entry("exclusiveGateway", Kind.EXCLUSIVE),
            Map.entry("parallelGateway", Kind.PARALLEL),
            Map.entry("inclusiveGateway", Kind.INCLUSIVE),
            Map.entry("eventBasedGateway", Kind.EVENT_GATEWAY),
            Map.entry("startEvent", Kind.START),
            Map.entry("endEvent", Kind.END),
            Map.entry("intermediateCatchEvent", Kind.CATCH),
            Map.entry("intermediateThrowEvent", Kind.THROW),
            Map.entry("boundaryEvent", Kind.BOUNDARY),
            Map.entry("complexGateway", Kind.OTHER),
            Map.entry("adHocSubProcess", Kind.OTHER));

    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, List<Flow>> in = new HashMap<>();
    private final Map<String, List<Flow>> out = new HashMap<>();
    private final Map<String, String> compensated = new HashMap<>();

    private ModelReader() {}

    /** Processes by key. */
    static Map<String, ProcessModel> read(byte[] bpmn) {
        DomElement root = Bpmn.readModelFromStream(new ByteArrayInputStream(bpmn))
                .getDocument()
                .getRootElement();
        Map<String, ProcessModel> processes = new HashMap<>();
        children(root, "process").forEach(process -> {
            ProcessModel model = new ModelReader().process(process);
            processes.put(model.process().id(), model);
        });
        return processes;
    }

    private ProcessModel process(DomElement process) {
        flows(process);
        associations(process, hosts(process));
        elements(process);
        Set<String> facts = property(process, "publicFacts")
                .flatMap(value -> Stream.of(value.split("[,\\s]+")))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        Optional<Duration> retention = property(process, "retentionDays")
                .filter(days -> days.matches("[0-9]{1,6}")) // no other is deployed
                .map(days -> Duration.ofDays(Long.parseLong(days)))
                .findFirst();
        return ProcessModel.of(node(process, Kind.PROCESS, ""), nodes, facts, retention);
    }

    private static Stream<String> property(DomElement process, String name) {
        return Dom.extensions(process, "property")
                .filter(property -> attribute(property, "name").equals(name))
                .map(property -> attribute(property, "value"));
    }

    private void flows(DomElement scope) {
        children(scope, "sequenceFlow").forEach(at -> {
            Flow flow = new Flow(
                    attribute(at, "id"),
                    attribute(at, "sourceRef"),
                    attribute(at, "targetRef"),
                    child(at, "conditionExpression").map(Dom::expression));
            out.computeIfAbsent(flow.source(), id -> new ArrayList<>()).add(flow);
            in.computeIfAbsent(flow.target(), id -> new ArrayList<>()).add(flow);
        });
        scope.getChildElements().forEach(this::flows);
    }

    /** Boundary events by id, with what they are attached to. */
    private static Map<String, String> hosts(DomElement scope) {
        Map<String, String> hosts = new HashMap<>();
        children(scope, "boundaryEvent").forEach(at -> hosts.put(attribute(at, "id"), attribute(at, "attachedToRef")));
        scope.getChildElements().forEach(inner -> hosts.putAll(hosts(inner)));
        return hosts;
    }

    /**
     * A compensation event names its handler by an association, which may stand further out than both; the handler gets
     * to know what it compensates.
     */
    private void associations(DomElement scope, Map<String, String> hosts) {
        children(scope, "association").forEach(at -> {
            if (hosts.containsKey(attribute(at, "sourceRef"))) {
                compensated.put(attribute(at, "targetRef"), hosts.get(attribute(at, "sourceRef")));
            }
        });
        scope.getChildElements().forEach(inner -> associations(inner, hosts));
    }

    private void elements(DomElement scope) {
        for (DomElement at : scope.getChildElements()) {
            Kind kind = KINDS.get(at.getLocalName());
            if (kind != null) {
                boolean byEvent = attribute(at, "triggeredByEvent").equals("true");
                Node node = node(at, byEvent ? Kind.EVENT_SUBPROCESS : kind, attribute(scope, "id"));
                nodes.put(node.id(), node);
                if (node.holdsOthers()) {
                    elements(at);
                }
            }
        }
    }

    private Node node(DomElement at, Kind kind, String parent) {
        String id = attribute(at, "id");
        boolean compensates = attribute(at, "isForCompensation").equals("true");
        return new Node(
                id,
                kind,
                parent,
                List.copyOf(in.getOrDefault(id, List.of())),
                List.copyOf(out.getOrDefault(id, List.of())),
                attribute(at, "default"),
                EventReader.event(at, kind),
                compensates ? compensated.getOrDefault(id, "") : attribute(at, "attachedToRef"),
                compensates,
                child(at, "multiInstanceLoopCharacteristics").map(ModelReader::repetition),
                isSet(at, "asyncBefore") || isSet(at, "async"),
                isSet(at, "asyncAfter"),
                kind == Kind.USER ? duty(at) : Node.Duty.NONE,
                kind == Kind.RULE ? ruling(at) : Node.Ruling.NONE,
                attribute(at, "calledElement"),
                binding(at, kind == Kind.CALL ? "calledElement" : "decisionRef"));
    }

    private static Repetition repetition(DomElement loop) {
        return new Repetition(
                attribute(loop, "isSequential").equals("true"),
                child(loop, "loopCardinality").map(Dom::expression),
                extension(loop, "collection").isEmpty()
                        ? child(loop, "loopDataInputRef").map(Dom::text).orElse("")
                        : extension(loop, "collection"),
                child(loop, "completionCondition").map(Dom::expression),
                isSet(loop, "asyncBefore") || isSet(loop, "asyncAfter") || isSet(loop, "async"));
    }

    private static Node.Binding binding(DomElement at, String what) {
        String kind = extension(at, what + "Binding");
        return new Node.Binding(kind, extension(at, what + (kind.equals("versionTag") ? "VersionTag" : "Version")));
    }

    private static Node.Duty duty(DomElement at) {
        Set<String> groups = Stream.of(extension(at, "candidateGroups").split(","))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toSet());
        boolean persons = !extension(at, "candidateUsers").isEmpty()
                || child(at, "potentialOwner").isPresent()
                || child(at, "humanPerformer").isPresent();
        return new Node.Duty(groups, extension(at, "assignee"), persons);
    }

    private static Node.Ruling ruling(DomElement at) {
        Map<String, Expression> outputs = new LinkedHashMap<>();
        Dom.extensions(at, "outputParameter").forEach(parameter -> {
            Optional<DomElement> script = child(parameter, "script");
            outputs.put(
                    attribute(parameter, "name"),
                    script.map(text -> new Expression(Dom.text(text), attribute(text, "scriptFormat")))
                            .orElseGet(() -> new Expression(Dom.text(parameter), "")));
        });
        boolean single = extension(at, "mapDecisionResult").equals("singleEntry");
        return new Node.Ruling(
                extension(at, "decisionRef"), single ? extension(at, "resultVariable") : "", Map.copyOf(outputs));
    }
}
