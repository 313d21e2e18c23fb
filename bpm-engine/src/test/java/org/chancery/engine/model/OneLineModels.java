package org.chancery.engine.model;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.EngineException.ModelRefused.Finding;

/** Models and decisions made of one line each, and what the check of models finds in them. */
final class OneLineModels {

    /** Knows one work, one check of a field. */
    static final ModelCheck CHECK = new ModelCheck(Set.of("issueCode"), Set.of("citizen-id"));

    private OneLineModels() {}

    static List<Finding> findings(String bpmn) {
        Map<String, byte[]> files = new HashMap<>();
        files.put("hostile.bpmn", bytes(bpmn));
        files.put("f.form", bytes("{\"id\":\"f\",\"components\":[]}"));
        return CHECK.check(files, "est"::equals);
    }

    static List<Finding> decision(String dmn) {
        return CHECK.check(Map.of("quota.dmn", bytes(dmn)), key -> false);
    }

    static String condition(String attributes, String body) {
        return process("<startEvent id='s'/><endEvent id='e'/><sequenceFlow id='toEnd' sourceRef='s' targetRef='e'>"
                + "<conditionExpression " + attributes + "><![CDATA[" + body
                + "]]></conditionExpression></sequenceFlow>");
    }

    static String process(String elements) {
        return """
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" \
                xmlns:camunda="http://camunda.org/schema/1.0/bpmn" \
                xmlns:operaton="http://operaton.org/schema/1.0/bpmn" \
                xmlns:activiti="http://activiti.org/bpmn" \
                xmlns:dmn="http://camunda.org/schema/1.0/dmn" targetNamespace="t">
                <process id="p" isExecutable="true">%s</process></definitions>""".formatted(elements);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
