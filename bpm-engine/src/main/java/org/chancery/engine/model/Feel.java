package org.chancery.engine.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of FEEL (DMN 1.3 §10) that models may use: all of it but what would not replay (clock and chance) and what
 * would leave it (functions defined in Java, §10.3.2.13.3, and engine objects that FEEL would read as contexts).
 */
final class Feel {

    private static final Pattern LITERALS_AND_COMMENTS =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|//[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern REFUSED = Pattern.compile(
            "(?<![\\p{L}\\p{N}_.])(?:(?:now|today)\\s*\\(|random\\s+number\\b|external\\b"
                    + "|(?:execution|caseExecution|externalTask|task|connector)\\s*\\.)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private Feel() {}

    /** @return the part that is not allowed, or empty if all of it is */
    static Optional<String> refused(String text) {
        if (text.contains("${") || text.contains("#{")) {
            return Optional.of("${"); // the engine would take the source itself from an expression
        }
        Matcher found = REFUSED.matcher(LITERALS_AND_COMMENTS.matcher(text).replaceAll("\"\""));
        return found.find() ? Optional.of(found.group().strip()) : Optional.empty();
    }
}
