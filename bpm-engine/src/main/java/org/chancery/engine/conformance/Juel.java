package org.chancery.engine.conformance;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in FEEL what a simple JUEL condition says: names, literals, comparisons, and, or, not, brackets. */
final class Juel {

    private static final Pattern WHOLE = Pattern.compile("[#$]\\{([^{}]*)}");
    private static final Pattern TOKEN = Pattern.compile(
            "\\s+|(?<text>'[^'\\\\]*'|\"[^\"\\\\]*\")"
                    + "|(?<number>\\d+(?:\\.\\d+)?)|(?<name>[A-Za-z_][A-Za-z_0-9]*)|(?<sign>==|!=|>=|<=|>|<|&&|\\|\\||!|\\(|\\)|-)");
    private static final Map<String, String> WORDS = Map.of(
            "==", "=", "eq", "=", "ne", "!=", "gt", ">", "lt", "<", "ge", ">=", "le", "<=", "&&", "and", "||", "or");

    private Juel() {}

    /** Empty if it says more than this reads. */
    static Optional<String> asFeel(String text) {
        Matcher whole = WHOLE.matcher(text.strip());
        if (!whole.matches()) {
            return Optional.empty();
        }
        String code = whole.group(1);
        StringBuilder feel = new StringBuilder();
        Matcher token = TOKEN.matcher(code);
        int at = 0;
        String before = "";
        while (at < code.length()) {
            if (!token.region(at, code.length()).lookingAt()) {
                return Optional.empty();
            }
            at = token.end();
            String found = token.group();
            if (found.isBlank()) {
                continue;
            }
            boolean call = found.equals("(") && before.matches("[A-Za-z_]\\w*") && !before.matches("and|or|not");
            if (call || found.matches("div|mod|empty|instanceof")) {
                return Optional.empty();
            }
            if (found.equals("!") || found.equals("not")) {
                Optional<String> negated = negated(code.substring(at));
                if (negated.isEmpty()) {
                    return Optional.empty();
                }
                feel.append("not(").append(negated.get()).append(") ");
                at += code.substring(at).indexOf(negated.get()) + negated.get().length();
            } else {
                feel.append(word(token, found)).append(' ');
            }
            before = found;
        }
        return feel.isEmpty() ? Optional.empty() : Optional.of(feel.toString().strip());
    }

    /** Only a name is negated here; anything longer is left unjudged. */
    private static Optional<String> negated(String rest) {
        Matcher name = Pattern.compile("\\s*([A-Za-z_]\\w*)").matcher(rest);
        return name.lookingAt() ? Optional.of(name.group(1)) : Optional.empty();
    }

    private static String word(Matcher token, String found) {
        return token.group("text") != null
                ? '"' + found.substring(1, found.length() - 1).replace("\"", "\\\"") + '"'
                : WORDS.getOrDefault(found, found);
    }
}
