package org.chancery.engine.model;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.engine.gate.FeelText;

/**
 * The part of FEEL (DMN 1.3 §10) that models may use: all of it but what would not replay (clock and chance) and what
 * would leave it (functions defined in Java, §10.3.2.13.3, and engine objects that FEEL would read as contexts).
 */
final class Feel {

    /**
     * Clock and chance are found wherever a call's name ends so: the engine's parser lets a keyword stand against it
     * ({@code thentoday()}), and takes every white space of Unicode. Other names are not refused after one dot, where
     * they belong to a value; after two they end a range.
     */
    private static final Pattern REFUSED = Pattern.compile(
            "(?:now|today|uuid)[\\s\\p{Z}\\p{C}]*\\(|random[\\s\\p{Z}\\p{C}]+number"
                    + "|(?<![\\p{L}\\p{N}_])(?<!(?<!\\.)\\.)(?:external\\b"
                    + "|(?:execution|caseExecution|externalTask|task|connector)[\\s\\p{Z}\\p{C}]*\\.)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Feel() {}

    /** Whether the text is longer or deeper than is read: a chain of sums needs the stack as brackets do. */
    static boolean isTooLong(String text) {
        return text.length() > Expressions.MAX_LENGTH || Expressions.isDeep(text, 0);
    }

    /** @return the part that is not allowed, or empty if all of it is */
    static Optional<String> refused(String text) {
        if (text.contains("${") || text.contains("#{")) {
            return Optional.of("${"); // the engine would take the source itself from an expression
        }
        Matcher found = REFUSED.matcher(FeelText.TOKENS.matcher(text).replaceAll(Feel::plain));
        return found.find() ? Optional.of(found.group().strip()) : Optional.empty();
    }

    /** A comment separates as a space does, and a name in backticks is the name. */
    private static String plain(MatchResult token) {
        if (token.group("text") != null) {
            return "\"\"";
        }
        String name = token.group("name");
        return name == null ? " " : Matcher.quoteReplacement(name);
    }
}
