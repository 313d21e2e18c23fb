package org.chancery.ledger.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON (RFC 8259) strictly: no member twice, no half of a surrogate pair, no space between tokens is asked for and
 * none is minded, numbers are kept as they are written; {@code json.js} reads the same in browsers. Answers with maps,
 * lists, texts, {@link Number}s and booleans.
 */
final class JsonText {

    /** Deeper nesting than any record has. */
    private static final int MAX_DEPTH = 32;

    private static final String SPACE = " \t\r\n";

    private final String text;
    private int at;

    /** A number as it is written. */
    record Number(String written) {}

    private static final class NotJson extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotJson(int at) {
            super("at " + at, null, false, false);
        }
    }

    private JsonText(String text) {
        this.text = text;
    }

    /** @return empty if it is not an object in JSON */
    static Optional<Map<String, Object>> object(String text) {
        try {
            JsonText json = new JsonText(text);
            json.space();
            Map<String, Object> object = json.members(0);
            json.space();
            return json.at == text.length() ? Optional.of(object) : Optional.empty();
        } catch (NotJson e) {
            return Optional.empty();
        }
    }

    /** @return empty if it is not one value in JSON; {@code null} is an empty {@link Optional} within */
    static Optional<Object> value(String text) {
        try {
            JsonText json = new JsonText(text);
            Object value = json.value(0);
            return json.at == text.length() ? Optional.of(value) : Optional.empty();
        } catch (NotJson e) {
            return Optional.empty();
        }
    }

    private Object value(int depth) {
        space();
        if (depth > MAX_DEPTH) {
            throw new NotJson(at);
        }
        Object value = switch (peek()) {
            case '{' -> members(depth + 1);
            case '[' -> elements(depth + 1);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", Optional.empty());
            default -> number();
        };
        space();
        return value;
    }

    private Map<String, Object> members(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        space();
        while (peek() != '}') {
            String name = string();
            space();
            take(':');
            if (members.put(name, value(depth)) != null) {
                throw new NotJson(at);
            }
            if (!more('}')) {
                break;
            }
            space();
            if (peek() == '}') {
                throw new NotJson(at);
            }
        }
        take('}');
        return members;
    }

    private List<Object> elements(int depth) {
        List<Object> elements = new ArrayList<>();
        take('[');
        space();
        while (peek() != ']') {
            elements.add(value(depth));
            if (!more(']')) {
                break;
            }
            space();
            if (peek() == ']') {
                throw new NotJson(at);
            }
        }
        take(']');
        return elements;
    }

    /** After an element: takes a comma, or stands before the end. */
    private boolean more(char end) {
        if (peek() == end) {
            return false;
        }
        take(',');
        return true;
    }

    private String string() {
        take('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw new NotJson(at);
            }
            string.append(c == '\\' ? escaped() : c);
        }
        if (string.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new NotJson(at); // no bytes in UTF-8 stand for it
        }
        return string.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = "0123456789abcdef".indexOf(Character.toLowerCase(next()));
                    if (digit < 0) {
                        throw new NotJson(at);
                    }
                    code = code * 16 + digit;
                }
                yield (char) code;
            }
            default -> throw new NotJson(at);
        };
    }

    private Number number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String written = text.substring(from, at);
        if (!written.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw new NotJson(from);
        }
        return new Number(written);
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw new NotJson(at);
        }
        at += word.length();
        return value;
    }

    private void space() {
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw new NotJson(at);
        }
        return text.charAt(at);
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private void take(char wanted) {
        if (next() != wanted) {
            throw new NotJson(at);
        }
    }

    /** A text in JSON as RFC 8785 §3.2.2.2 writes it. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> out.append(c < ' ' ? String.format("\\u%04x", c) : String.valueOf((char) c));
            }
        });
        return out.append('"').toString();
    }
}
