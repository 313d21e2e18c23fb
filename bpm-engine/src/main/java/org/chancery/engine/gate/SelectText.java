package org.chancery.engine.gate;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells a query that only reads from one that changes rows on its way: a data change delta table ({@code FROM OLD TABLE
 * (DELETE …)}), a common table expression with {@code RETURNING}, {@code SELECT … INTO}. It looks at words outside
 * texts, quoted names and comments, whatever the database's dialect would make of the rest.
 */
final class SelectText {

    private static final Pattern WORD = Pattern.compile(
            "'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|--[^\\n]*|/\\*.*?\\*/|([\\p{L}_][\\p{L}\\p{N}_$]*)", Pattern.DOTALL);

    private static final Set<String> BEGIN = Set.of("select", "with", "values");
    private static final Set<String> LOCK = Set.of("for", "key");
    private static final Set<String> CHANGE = Set.of(
            "insert", "update", "delete", "merge", "into", "returning", "truncate", "call", "create", "drop", "alter");

    private SelectText() {}

    /** Whether the statement reads and changes nothing. */
    static boolean reads(String sql) {
        List<String> words = words(sql);
        if (words.isEmpty() || !BEGIN.contains(words.getFirst())) {
            return false;
        }
        for (int i = 1; i < words.size(); i++) {
            boolean locks = words.get(i).equals("update") && LOCK.contains(words.get(i - 1));
            if (CHANGE.contains(words.get(i)) && !locks) {
                return false;
            }
        }
        return true;
    }

    /** Whether a statement that changes rows does so on the way to a result, or under a common table expression. */
    static boolean answers(String sql) {
        List<String> words = words(sql);
        return words.contains("returning") || BEGIN.contains(words.isEmpty() ? "" : words.getFirst());
    }

    private static List<String> words(String sql) {
        return WORD.matcher(sql)
                .results()
                .map(found -> found.group(1))
                .filter(Objects::nonNull)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }
}
