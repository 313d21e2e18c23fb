package org.chancery.console.cases;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts what a case's fields hold into words: a choice by its label, several in a row, the entries of a list line by
 * line.
 *
 * @param texts texts of the model: {@code option.<key>.<value>} and {@code field.<key>}
 * @param words texts of the console by key
 */
record FieldValues(Map<String, String> texts, Function<String, String> words) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** An amount of money has two decimals; a number without is as often a code of somebody or something. */
    private static final Pattern AMOUNT = Pattern.compile("-?\\d{4,15}\\.\\d{2}");

    private static final Pattern THREES = Pattern.compile("(?<=\\d)(?=(\\d{3})+$)");

    Div shown(String field, String value) {
        Div shown = new Div();
        if (value.startsWith("[") && value.endsWith("]")) {
            try {
                list(shown, field, JSON.readTree(value));
                return shown;
            } catch (JacksonException notJson) {
                shown.removeAll(); // somebody typed brackets
            }
        }
        shown.add(new Span(said(field, value)));
        return shown;
    }

    private void list(Div shown, String field, JsonNode values) {
        if (StreamSupport.stream(values.spliterator(), false).noneMatch(JsonNode::isObject)) {
            shown.add(new Span(StreamSupport.stream(values.spliterator(), false)
                    .map(value -> said(field, value.asString()))
                    .collect(Collectors.joining(words.apply("list.and")))));
            return;
        }
        for (JsonNode entry : values) {
            Div line = new Div();
            line.addClassName("entry-fields");
            entry.properties()
                    .forEach(member -> line.add(new Span(words.apply("list.member")
                            .replace("{0}", texts.getOrDefault("field." + member.getKey(), member.getKey()))
                            .replace(
                                    "{1}",
                                    said(member.getKey(), member.getValue().asString())))));
            shown.add(line);
        }
    }

    private String said(String field, String value) {
        String label = texts.get("option." + field + "." + value);
        if (label != null) {
            return label;
        }
        if (value.equals("true") || value.equals("false")) {
            return words.apply("value." + value);
        }
        return AMOUNT.matcher(value).matches() ? grouped(value) : value;
    }

    /** Digits in threes, as far as the point; both languages of the console write it so. */
    private static String grouped(String amount) {
        int point = amount.indexOf('.');
        String whole = point < 0 ? amount : amount.substring(0, point);
        return THREES.matcher(whole).replaceAll(",") + amount.substring(whole.length());
    }
}
