package org.chancery.engine.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.erdtman.jcs.NumberToJSON;

/** Writes canonical JSON (RFC 8785) of maps, collections, texts, numbers, booleans and {@code null}. */
final class CanonicalJson {

    /** Integers beyond this are not exact in JSON's number type, so they are written as texts. */
    private static final long MAX_EXACT = (1L << 53) - 1;

    private final StringBuilder out = new StringBuilder(1024);

    private CanonicalJson() {}

    static byte[] write(Object value) {
        CanonicalJson json = new CanonicalJson();
        json.value(value);
        return json.out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(Object value) {
        switch (value) {
            case null -> out.append("null");
            case Boolean bool -> out.append(bool);
            case Double number -> number(number);
            case Float number -> number(number);
            case Number number -> integer(number.longValue());
            case Map<?, ?> map -> object(map);
            case Collection<?> list -> array(list);
            default -> text(value.toString());
        }
    }

    /** Java compares strings by UTF-16 code units, as RFC 8785 §3.2.3 wants. */
    private void object(Map<?, ?> map) {
        TreeMap<String, Object> sorted = new TreeMap<>();
        map.forEach((key, member) -> sorted.put(key.toString(), member));
        char before = '{';
        for (Map.Entry<String, Object> member : sorted.entrySet()) {
            out.append(before);
            text(member.getKey());
            out.append(':');
            value(member.getValue());
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void array(Collection<?> list) {
        char before = '[';
        for (Object element : list) {
            out.append(before);
            value(element);
            before = ',';
        }
        out.append(before == '[' ? "[]" : "]");
    }

    private void integer(long number) {
        if (number >= -MAX_EXACT && number <= MAX_EXACT) {
            out.append(number);
        } else {
            text(Long.toString(number));
        }
    }

    private void number(double number) {
        try {
            out.append(NumberToJSON.serializeNumber(number));
        } catch (IOException e) {
            throw new IllegalArgumentException("JSON has no " + number, e);
        }
    }

    private void text(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
