package org.chancery.engine.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.engine.form.FormSchema;

/**
 * A JSON body, read once.
 *
 * @param json the tree; missing if the body is empty
 */
record RestBody(JsonNode json) {

    /** Largest JSON body in bytes; forms are far smaller. */
    static final int MAX_BYTES = 512 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> REFUSED_TYPES = Set.of("object", "file", "bytes", "serializable");

    /** Why a body is refused: its status, message code and details. */
    static final class Unreadable extends Exception {
        private final int status;

        private Unreadable(int status, String code) {
            super(code);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    static Unreadable unreadable(int status, String code) {
        return new Unreadable(status, code);
    }

    static RestBody read(HttpServletRequest request) throws IOException, Unreadable {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new Unreadable(413, "rest.too-large");
        }
        try {
            return new RestBody(JSON.readTree(bytes));
        } catch (JsonProcessingException e) {
            throw new Unreadable(400, "rest.not-json");
        }
    }

    /** Whether some typed value in it would be a Java object, a file or bytes. */
    boolean holdsJavaObjects() {
        return holdsJavaObjects(json);
    }

    /** Whether it would set a variable that only the filing of a case sets. */
    boolean setsReserved() {
        return setsReserved(json);
    }

    /** Whatever Operaton calls them ({@code processVariablesLocal}, …), and wherever they stand. */
    private static boolean setsReserved(JsonNode node) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            boolean variables = member.getKey().toLowerCase(Locale.ROOT).contains("variables");
            if (variables && namesReserved(member.getValue())) {
                return true;
            }
        }
        for (JsonNode child : node) {
            if (setsReserved(child)) {
                return true;
            }
        }
        return false;
    }

    private static boolean namesReserved(JsonNode variables) {
        return FormSchema.RESERVED.stream().anyMatch(variables::has);
    }

    private static boolean holdsJavaObjects(JsonNode node) {
        JsonNode type = node.path("type");
        boolean typedValue = node.has("value") && type.isTextual();
        if (typedValue && REFUSED_TYPES.contains(type.asText().toLowerCase(Locale.ROOT))) {
            return true;
        }
        for (JsonNode child : node) {
            if (holdsJavaObjects(child)) {
                return true;
            }
        }
        return false;
    }

    /** {@code {"variables": {"name": {"value": …}}}} as name to value. */
    Map<String, Object> variables() {
        Map<String, Object> values = new HashMap<>();
        json.path("variables")
                .properties()
                .forEach(variable -> values.put(
                        variable.getKey(), JSON.convertValue(variable.getValue().path("value"), Object.class)));
        return values;
    }

    /** The first member that asks for something and is none of these; what is false, null or empty asks for nothing. */
    Optional<String> besides(Set<String> known) {
        return json.properties().stream()
                .filter(member -> !known.contains(member.getKey()) && asks(member.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    static boolean asks(JsonNode value) {
        boolean nothing = value.isMissingNode()
                || value.isNull()
                || value.isBoolean() && !value.booleanValue()
                || value.isContainerNode() && value.isEmpty();
        return !nothing;
    }

    Optional<String> text(String member) {
        return Optional.ofNullable(json.path(member).textValue());
    }

    /** The body as bytes again, without a member. */
    byte[] without(String member) throws IOException {
        if (json instanceof ObjectNode object) {
            object.remove(member);
        }
        return json.isMissingNode() ? new byte[0] : JSON.writeValueAsBytes(json);
    }
}
