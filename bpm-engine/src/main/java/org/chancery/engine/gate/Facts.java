package org.chancery.engine.gate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.operaton.bpm.engine.delegate.VariableScope;

/** Values that conditions and decisions read, as a record's JSON holds them. */
final class Facts {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*+(?!\\s*\\()");
    /** Words of FEEL and of JUEL, which are no variables. */
    private static final Set<String> WORDS = Set.of(
            "and",
            "or",
            "not",
            "in",
            "if",
            "then",
            "else",
            "for",
            "return",
            "some",
            "every",
            "satisfies",
            "between",
            "true",
            "false",
            "null",
            "function",
            "empty",
            "eq",
            "ne",
            "lt",
            "gt",
            "le",
            "ge",
            "div",
            "mod",
            "instance",
            "of");

    private Facts() {}

    /** Names of variables that expressions may read: every word that is neither the language's nor a function's. */
    static Set<String> names(List<String> expressions) {
        Set<String> names = new LinkedHashSet<>();
        for (String expression : expressions) {
            Matcher matcher = NAME.matcher(QUOTED.matcher(expression).replaceAll(" "));
            while (matcher.find()) {
                if (!WORDS.contains(matcher.group())) {
                    names.add(matcher.group());
                }
            }
        }
        return names;
    }

    /** Those of the names that are variables, with their values. */
    static Map<String, Object> read(VariableScope scope, Set<String> names) {
        Map<String, Object> facts = new TreeMap<>();
        for (String name : names) {
            if (scope.hasVariable(name)) {
                facts.put(name, json(scope.getVariable(name)));
            }
        }
        return facts;
    }

    /** A value as the record's JSON holds it: text, number, boolean or {@code null}; times as ISO 8601 in UTC. */
    static Object json(Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean bool -> bool;
            case BigDecimal decimal -> decimal.toPlainString();
            case Double number when number.isInfinite() || number.isNaN() -> number.toString();
            case Number number -> number;
            case Date date -> Instant.ofEpochMilli(date.getTime()).toString();
            case Temporal time -> time.toString();
            case List<?> list ->
                list.stream().map(Facts::json).map(o -> o == null ? "null" : o).toList();
            default -> value.toString();
        };
    }
}
