package org.chancery.console.form;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Puts a model's texts into its form-js schema. */
final class FormTexts {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FormTexts() {}

    static JsonNode localised(JsonNode schema, Map<String, String> texts) {
        JsonNode copy = schema.deepCopy();
        walk(copy, texts);
        return copy;
    }

    /** Label of the field with this key; {@code list[0].field} is named after its own field. */
    static String label(JsonNode schema, String key, Map<String, String> texts) {
        String own = key.replaceAll("^.+]\\.", "");
        return Optional.ofNullable(texts.get("field." + own))
                .or(() -> find(schema, own).map(node -> node.path("label").asString(own)))
                .orElse(own);
    }

    /** The engine keeps lists as JSON text; form-js wants them as lists. */
    static Map<String, Object> parsedLists(Map<String, Object> values) {
        Map<String, Object> parsed = new LinkedHashMap<>(values);
        parsed.replaceAll((key, value) -> {
            if (value instanceof String text && text.startsWith("[") && text.endsWith("]")) {
                try {
                    return JSON.readTree(text);
                } catch (JacksonException notJson) {
                    return value; // somebody typed brackets
                }
            }
            return value;
        });
        return parsed;
    }

    private static void walk(JsonNode node, Map<String, String> texts) {
        for (JsonNode child : node.path("components")) {
            if (child instanceof ObjectNode component) {
                localise(component, texts);
                walk(component, texts);
            }
        }
    }

    private static void localise(ObjectNode component, Map<String, String> texts) {
        String key = component
                .path("key")
                .asString(component.path("path").asString(component.path("id").asString("")));
        put(component, "label", texts.get("field." + key));
        if (component.path("readonly").asBoolean(false)) {
            component.remove("description"); // advice on filling in is for who fills in
        } else {
            put(component, "description", texts.get("help." + key));
        }
        put(component, "text", texts.get("text." + component.path("id").asString("")));
        for (JsonNode option : component.path("values")) {
            if (option instanceof ObjectNode choice) {
                put(
                        choice,
                        "label",
                        texts.get("option." + key + "." + choice.path("value").asString("")));
            }
        }
    }

    private static void put(ObjectNode node, String name, String text) {
        if (text != null) {
            node.put(name, text);
        }
    }

    private static Optional<JsonNode> find(JsonNode node, String key) {
        for (JsonNode child : node.path("components")) {
            if (child.path("key").asString("").equals(key)) {
                return Optional.of(child);
            }
            Optional<JsonNode> below = find(child, key);
            if (below.isPresent()) {
                return below;
            }
        }
        return Optional.empty();
    }
}
