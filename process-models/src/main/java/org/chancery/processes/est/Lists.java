package org.chancery.processes.est;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists of a form, which the engine keeps as JSON text. */
final class Lists {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Lists() {}

    /** The items of a list of texts. */
    static List<String> items(Optional<String> list) {
        List<String> items = new ArrayList<>();
        read(list).forEach(item -> items.add(item.asText()));
        return items;
    }

    /** One field of every row; an empty text where a row has it not. */
    static List<String> column(Optional<String> rows, String field) {
        List<String> column = new ArrayList<>();
        read(rows).forEach(row -> column.add(row.path(field).asText("")));
        return column;
    }

    private static JsonNode read(Optional<String> list) {
        try {
            return JSON.readTree(list.orElse("[]"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a list of a form", e);
        }
    }
}
