package org.chancery.ledger.verify;

/** Lays canonical JSON out over lines for reading. It changes nothing but the space between tokens. */
final class JsonLayout {

    private static final String STEP = "  ";

    private final StringBuilder out = new StringBuilder();
    private int depth;

    private JsonLayout() {}

    static String of(String json) {
        return new JsonLayout().lay(json);
    }

    private String lay(String json) {
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString) {
                out.append(c);
                if (c == '\\' && i + 1 < json.length()) {
                    out.append(json.charAt(++i));
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                out.append(c);
                inString = true;
            } else {
                structure(json, i);
            }
        }
        return out.toString();
    }

    private void structure(String json, int i) {
        char c = json.charAt(i);
        boolean empty = i + 1 < json.length() && (json.charAt(i + 1) == '}' || json.charAt(i + 1) == ']');
        boolean closesEmpty = i > 0 && (json.charAt(i - 1) == '{' || json.charAt(i - 1) == '[');
        switch (c) {
            case '{', '[' -> {
                out.append(c);
                depth++;
                if (!empty) {
                    newLine();
                }
            }
            case '}', ']' -> {
                depth = Math.max(0, depth - 1);
                if (!closesEmpty) {
                    newLine();
                }
                out.append(c);
            }
            case ',' -> {
                out.append(c);
                newLine();
            }
            case ':' -> out.append(c).append(' ');
            default -> out.append(c);
        }
    }

    private void newLine() {
        out.append('\n').append(STEP.repeat(depth));
    }
}
