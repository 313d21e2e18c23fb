package org.chancery.engine.model;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.operaton.bpm.impl.juel.AstBinary;
import org.operaton.bpm.impl.juel.AstBoolean;
import org.operaton.bpm.impl.juel.AstChoice;
import org.operaton.bpm.impl.juel.AstComposite;
import org.operaton.bpm.impl.juel.AstEval;
import org.operaton.bpm.impl.juel.AstIdentifier;
import org.operaton.bpm.impl.juel.AstNested;
import org.operaton.bpm.impl.juel.AstNull;
import org.operaton.bpm.impl.juel.AstNumber;
import org.operaton.bpm.impl.juel.AstString;
import org.operaton.bpm.impl.juel.AstText;
import org.operaton.bpm.impl.juel.AstUnary;
import org.operaton.bpm.impl.juel.Builder;
import org.operaton.bpm.impl.juel.Node;
import org.operaton.bpm.impl.juel.TreeBuilderException;

/**
 * The part of the expression language (JUEL, {@code ${…}}) that models may use: variables, literals, operators. What is
 * allowed is listed; whatever the parser knows besides is refused, so a construct nobody thought of is refused too.
 */
public final class Expressions {

    /** Names under which Operaton would hand out its own objects instead of a variable. */
    private static final Set<String> ENGINE_OBJECTS =
            Set.of("execution", "task", "caseExecution", "externalTask", "authenticatedUserId");

    private static final Set<Class<?>> OPERATORS = Set.of(
            AstEval.class,
            AstComposite.class,
            AstText.class,
            AstNested.class,
            AstBinary.class,
            AstUnary.class,
            AstChoice.class,
            AstNumber.class,
            AstString.class,
            AstBoolean.class,
            AstNull.class);

    /** Characters of code, and brackets within brackets: the engine's parser needs the stack for each. */
    static final int MAX_LENGTH = 1_000;

    static final int MAX_DEPTH = 30;

    private static final int SHOWN = 40;
    private static final Pattern CODE = Pattern.compile("[$#]\\{");
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private Expressions() {}

    /** Whether the code in the text is longer or deeper than is read. */
    static boolean isTooLong(String text) {
        Matcher code = CODE.matcher(text);
        if (!code.find()) {
            return false;
        }
        return isDeep(text, code.start()) || Math.max(code.end(), text.lastIndexOf('}')) - code.start() > MAX_LENGTH;
    }

    /** Whether brackets stand deeper within brackets than a parser is given the stack for. */
    static boolean isDeep(String text, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char at = text.charAt(i);
            if (OPENING.indexOf(at) >= 0) {
                depth++;
            } else if (CLOSING.indexOf(at) >= 0) {
                depth = Math.max(0, depth - 1);
            }
            if (depth > MAX_DEPTH) {
                return true;
            }
        }
        return false;
    }

    /**
     * @param text text that Operaton may evaluate; plain text is an expression too
     * @return the part that is not allowed, or empty if all of it is
     */
    public static Optional<String> refused(String text) {
        if (!CODE.matcher(text).find()) {
            return Optional.empty();
        }
        if (isTooLong(text)) {
            return Optional.of(text.substring(0, Math.min(text.length(), SHOWN)) + "…");
        }
        try {
            return refused(
                    new Builder(Builder.Feature.METHOD_INVOCATIONS).build(text).getRoot());
        } catch (TreeBuilderException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> refused(Node node) {
        boolean allowed = node instanceof AstIdentifier identifier
                ? !ENGINE_OBJECTS.contains(identifier.getName())
                : OPERATORS.contains(node.getClass());
        if (!allowed) {
            return Optional.of(node.toString());
        }
        for (int i = 0; i < node.getCardinality(); i++) {
            Optional<String> inner = refused(node.getChild(i));
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }
}
