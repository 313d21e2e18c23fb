package org.chancery.engine.gate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.operaton.bpm.impl.juel.Builder;
import org.operaton.bpm.impl.juel.TreeBuilderException;

/**
 * Names of variables that expressions may read. Where the language leaves a doubt a name more is found, not one less: it
 * stands for no fact that is public.
 */
final class Names {

    /** A word as the engine's FEEL reads it. */
    private static final Pattern WORD = Pattern.compile("\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*+");

    private static final Pattern CALLED = Pattern.compile("\\s*\\(");

    private static final Set<String> RESERVED = Set.of(
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
            "instance",
            "of");

    private Names() {}

    static Set<String> of(List<String> expressions) {
        Set<String> names = new LinkedHashSet<>();
        expressions.forEach(expression -> names.addAll(isJuel(expression) ? juel(expression) : feel(expression)));
        return names;
    }

    /** Whether everybody may know what the expression says: it reads public facts only, or is a literal. */
    static boolean arePublic(String expression, Set<String> facts) {
        Set<String> names = of(List.of(expression));
        return names.isEmpty() ? isLiteral(expression) : facts.containsAll(names);
    }

    /** FEEL with {@code ${} is refused at deployment; JUEL without it is plain text. */
    private static boolean isJuel(String expression) {
        return expression.contains("${") || expression.contains("#{");
    }

    private static Set<String> juel(String expression) {
        Set<String> names = new LinkedHashSet<>();
        try {
            new Builder(Builder.Feature.METHOD_INVOCATIONS)
                    .build(expression)
                    .getIdentifierNodes()
                    .forEach(node -> names.add(node.getName()));
        } catch (TreeBuilderException | IllegalArgumentException e) {
            words(expression).forEach(names::add); // the engine will say what is wrong with it
        }
        return names;
    }

    /** Every word that is neither the language's nor a function's, and every name in backticks. */
    private static Set<String> feel(String expression) {
        Set<String> names = new LinkedHashSet<>();
        Matcher quoted = FeelText.TOKENS.matcher(expression);
        while (quoted.find()) {
            if (quoted.group("name") != null) {
                names.add(quoted.group("name"));
            }
        }
        String code = code(expression);
        Matcher word = WORD.matcher(code);
        while (word.find()) {
            boolean called =
                    CALLED.matcher(code).region(word.end(), code.length()).lookingAt();
            if (!called && !RESERVED.contains(word.group())) {
                names.add(word.group());
            }
        }
        return names;
    }

    private static boolean isLiteral(String expression) {
        String code = code(expression);
        return !isJuel(expression) && !code.isBlank() && words(code).stream().allMatch(RESERVED::contains);
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(found -> found.group()).toList();
    }

    /** The text without names in backticks and comments, each string empty. */
    private static String code(String expression) {
        return FeelText.TOKENS.matcher(expression).replaceAll(token -> token.group("text") == null ? " " : "\"\"");
    }
}
