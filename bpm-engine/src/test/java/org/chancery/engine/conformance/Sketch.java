package org.chancery.engine.conformance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A process model in a few lines of text, for tests. One element a line: kind, id, then words and {@code name=value}
 * (underscores in a value stand for blanks); {@code a -> b : condition} is a flow, {@code a => b} a default flow;
 * braces hold what is inside a subprocess.
 */
final class Sketch {

    private static final String HEAD = """
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
            <message id="m" name="m"/><message id="m2" name="m2"/><signal id="sig" name="sig"/>
            <error id="err" name="err" errorCode="err"/><escalation id="esc" name="esc" escalationCode="esc"/>
            """;

    private final StringBuilder xml = new StringBuilder();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private Sketch() {}

    /**
     * @param key of the process
     * @param facts names of public facts, divided by commas
     */
    static String of(String key, String facts, String text) {
        Sketch sketch = new Sketch();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            if (line.contains("=>")) {
                String[] ends = line.split("=>");
                sketch.defaults.put(ends[0].strip(), ends[1].strip());
            }
        });
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(sketch::line);
        return HEAD + "<process id='" + key + "' isExecutable='true' camunda:historyTimeToLive='P1D'>"
                + "<extensionElements><camunda:properties><camunda:property name='publicFacts' value='" + facts
                + "'/></camunda:properties></extensionElements>" + sketch.xml + "</process></definitions>";
    }

    private void line(String line) {
        if (line.equals("}")) {
            xml.append("</").append(open.pop()).append('>');
        } else if (line.contains("->") || line.contains("=>")) {
            flow(line);
        } else {
            element(line.split("\\s+"));
        }
    }

    private void flow(String line) {
        String[] parts = line.split(" : ", 2);
        String[] ends = parts[0].split("[-=]>");
        String from = ends[0].strip();
        String to = ends[1].strip();
        xml.append("<sequenceFlow id='" + id(from, to) + "' sourceRef='" + from + "' targetRef='" + to + "'>");
        if (parts.length == 2) {
            xml.append("<conditionExpression xsi:type='tFormalExpression' language='feel'>" + escape(parts[1])
                    + "</conditionExpression>");
        }
        xml.append("</sequenceFlow>");
    }

    static String id(String from, String to) {
        return from + "-" + to;
    }

    private void element(String[] words) {
        Map<String, String> with = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            with.put(pair[0], pair.length == 2 ? pair[1].replace('_', ' ') : "true");
        }
        String tag = switch (words[0]) {
            case "start" -> "startEvent";
            case "end" -> "endEvent";
            case "user" -> "userTask";
            case "task" -> "task";
            case "rule" -> "businessRuleTask";
            case "receive" -> "receiveTask";
            case "exclusive" -> "exclusiveGateway";
            case "parallel" -> "parallelGateway";
            case "inclusive" -> "inclusiveGateway";
            case "eventGateway" -> "eventBasedGateway";
            case "catch" -> "intermediateCatchEvent";
            case "throw" -> "intermediateThrowEvent";
            case "boundary" -> "boundaryEvent";
            case "sub", "eventsub" -> "subProcess";
            case "transaction" -> "transaction";
            case "call" -> "callActivity";
            case "association" -> "association";
            default -> throw new IllegalArgumentException(words[0]);
        };
        xml.append('<').append(tag).append(" id='").append(words[1]).append('\'');
        attribute(words[0].equals("eventsub"), "triggeredByEvent='true'");
        attribute(defaults.containsKey(words[1]), "default='" + id(words[1], defaults.get(words[1])) + "'");
        attribute(with.containsKey("on"), "attachedToRef='" + with.get("on") + "'");
        attribute(
                with.containsKey("non"),
                tag.equals("startEvent") ? "isInterrupting='false'" : "cancelActivity='false'");
        attribute(with.containsKey("of"), "calledElement='" + with.get("of") + "'");
        attribute(with.containsKey("groups"), "camunda:candidateGroups='" + with.get("groups") + "'");
        attribute(
                with.containsKey("decision"),
                "camunda:decisionRef='" + with.get("decision")
                        + "' camunda:mapDecisionResult='singleEntry' camunda:resultVariable='" + with.get("into")
                        + "'");
        attribute(with.containsKey("compensating"), "isForCompensation='true'");
        attribute(with.containsKey("asyncBefore"), "camunda:asyncBefore='true'");
        attribute(with.containsKey("asyncAfter"), "camunda:asyncAfter='true'");
        attribute(
                with.containsKey("from"),
                "associationDirection='One' sourceRef='" + with.get("from") + "' targetRef='" + with.get("to") + "'");
        attribute(tag.equals("receiveTask"), "messageRef='m'");
        xml.append('>');
        definitions(with);
        if (words[words.length - 1].equals("{")) {
            open.push(tag);
        } else {
            xml.append("</").append(tag).append('>');
        }
    }

    private void attribute(boolean present, String text) {
        if (present) {
            xml.append(' ').append(text);
        }
    }

    private void definitions(Map<String, String> with) {
        with.forEach((name, value) -> xml.append(
                switch (name) {
                    case "timer" ->
                        "<timerEventDefinition><timeDuration>" + value + "</timeDuration></timerEventDefinition>";
                    case "cycle" -> "<timerEventDefinition><timeCycle>" + value + "</timeCycle></timerEventDefinition>";
                    case "message" -> "<messageEventDefinition messageRef='" + value + "'/>";
                    case "signal" -> "<signalEventDefinition signalRef='" + value + "'/>";
                    case "error" -> "<errorEventDefinition errorRef='" + value + "'/>";
                    case "escalation" -> "<escalationEventDefinition escalationRef='" + value + "'/>";
                    case "cancel" -> "<cancelEventDefinition/>";
                    case "terminate" -> "<terminateEventDefinition/>";
                    case "compensate" ->
                        value.equals("true")
                                ? "<compensateEventDefinition/>"
                                : "<compensateEventDefinition activityRef='" + value + "'/>";
                    case "link" -> "<linkEventDefinition name='" + value + "'/>";
                    case "condition" ->
                        "<conditionalEventDefinition><condition xsi:type='tFormalExpression'" + " language='feel'>"
                                + escape(value) + "</condition></conditionalEventDefinition>";
                    case "multi" ->
                        "<multiInstanceLoopCharacteristics isSequential='"
                                + with.containsKey("sequential") + "'><loopCardinality>" + value + "</loopCardinality>"
                                + (with.containsKey("until")
                                        ? "<completionCondition xsi:type='tFormalExpression'>"
                                                + escape(with.get("until")) + "</completionCondition>"
                                        : "")
                                + "</multiInstanceLoopCharacteristics>";
                    default -> "";
                }));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
