package org.chancery.engine.conformance;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import java.util.Set;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.Filter;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.ParsedExpression;

/**
 * The part of FEEL that takes hardly longer to compute than to read, whatever a model asks and a record tells: no loops,
 * powers, patterns or functions of its own, and of the others those that answer the same each time and give nothing
 * larger than they are given. A judge that computed all could be kept busy for ever by one expression.
 */
final class PlainFeel {

    /** Longest expression that is computed, in characters. */
    private static final int LONGEST = 10_000;

    /** How deeply brackets may be nested: what reads expressions tries again at each. */
    private static final int DEEPEST = 12;

    /** Classes of FEEL's syntax whose values are no more than their parts. */
    private static final Set<String> PLAIN = Set.of(
            "Addition",
            "ArithmeticNegation",
            "AtLeastOne",
            "ClosedConstRangeBoundary",
            "ClosedRangeBoundary",
            "Conjunction",
            "ConstBool",
            "ConstDate",
            "ConstDateTime",
            "ConstDayTimeDuration",
            "ConstInputValue$",
            "ConstList",
            "ConstLocalDateTime",
            "ConstLocalTime",
            "ConstNull$",
            "ConstNumber",
            "ConstRange",
            "ConstString",
            "ConstTime",
            "ConstYearMonthDuration",
            "Disjunction",
            "Division",
            "Equal",
            "GreaterOrEqual",
            "GreaterThan",
            "If",
            "In",
            "InputEqualTo",
            "InputGreaterOrEqual",
            "InputGreaterThan",
            "InputInRange",
            "InputLessOrEqual",
            "InputLessThan",
            "InstanceOf",
            "LessOrEqual",
            "LessThan",
            "Multiplication",
            "Not",
            "OpenConstRangeBoundary",
            "OpenRangeBoundary",
            "PathExpression",
            "PositionalFunctionParameters",
            "Ref",
            "Subtraction",
            "UnaryTestExpression");

    private static final Set<String> FUNCTIONS = Set.of(
            "not",
            "is defined",
            "contains",
            "starts with",
            "ends with",
            "string length",
            "upper case",
            "lower case",
            "list contains",
            "count",
            "min",
            "max",
            "sum",
            "all",
            "any",
            "abs",
            "floor",
            "ceiling",
            "date",
            "time",
            "date and time",
            "duration");

    private static final String SYNTAX = ParsedExpression.class.getPackageName() + ".";

    private PlainFeel() {}

    /** Whether it is short enough to be read. */
    static boolean isShort(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '"') {
                quoted = !quoted;
            } else if (quoted) {
                i += sign == '\\' ? 1 : 0;
            } else {
                depth += "([{".indexOf(sign) >= 0 ? 1 : ")]}".indexOf(sign) >= 0 ? -1 : 0;
                boolean comment = text.startsWith("/*", i) || text.startsWith("//", i); // may hide a quotation mark
                if (comment || depth > DEEPEST) {
                    return false;
                }
            }
        }
        return text.length() <= LONGEST;
    }

    /** Whether a tree of syntax, or a part of one, is plain. */
    static boolean is(Object part) {
        String name = part.getClass().getName();
        boolean known = !name.startsWith(SYNTAX)
                || PLAIN.contains(name.substring(SYNTAX.length()))
                || part instanceof FunctionInvocation call && FUNCTIONS.contains(call.function())
                || part instanceof Filter filter && filter.filter() instanceof ConstNumber;
        return known
                && switch (part) {
                    case Iterable<?> several -> all(several.iterator());
                    case Product composed -> all(composed.productIterator());
                    default -> true;
                };
    }

    private static boolean all(Iterator<?> parts) {
        while (parts.hasNext()) {
            if (!is(parts.next())) {
                return false;
            }
        }
        return true;
    }
}
