package org.chancery.console.form;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Lists whose last entry was removed on the screen. form-js submits fields only, and such a list has none left: it would
 * be missing, which the engine takes for unchanged. A list that a condition of the form hides counts as emptied, as all
 * that form-js hides does.
 */
final class EmptiedLists {

    private EmptiedLists() {}

    /** What was submitted, with an empty list for each list of the form that can be changed and is missing. */
    static Map<String, Object> with(JsonNode schema, Map<String, Object> submitted) {
        Map<String, Object> values = new LinkedHashMap<>(submitted);
        add(schema, values);
        return values;
    }

    private static void add(JsonNode node, Map<String, Object> values) {
        for (JsonNode child : node.path("components")) {
            if (!"dynamiclist".equals(child.path("type").asString(""))) {
                add(child, values);
            } else if (!child.path("readonly").asBoolean(false)
                    && !child.path("disabled").asBoolean(false)) {
                values.putIfAbsent(child.path("path").asString(""), List.of());
            }
        }
    }
}
