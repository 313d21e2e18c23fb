package org.chancery.engine.conformance;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.Iterator;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.Filter;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.ParsedExpression;

/**
 * The part of FEEL that takes hardly longer to compute than to read, whatever a model asks and a record tells: no loops,
 * powers, patterns or functions of its own, and of the others those that answer the same each time and give nothing
 * much larger than they are given, and only of values that are not large themselves: what one decision answers may be
 * given to the next. A judge that computed all could be kept busy for ever by one expression.
 */
final class PlainFeel {

    /** Longest expression that is computed, in characters. */
    private static final int LONGEST = 10_000;

    /** Most characters, digits, places and entries of a value that goes into an expression or comes out of it. */
    private static final int HEAVIEST = 10_000;

    /** As much as all names of an expression may bring in together: it may join them, or multiply them. */
    private static final int HEAVIEST_TOGETHER = 100_000;

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

    /** Whether an expression that names values so often may be given these. */
    static boolean areLight(int names, Collection<?> values) {
        int heaviest = values.stream().mapToInt(PlainFeel::weight).max().orElse(0);
        return heaviest <= HEAVIEST && (long) heaviest * names <= HEAVIEST_TOGETHER;
    }

    /** Whether a value is one to go on with. */
    static boolean isLight(Object value) {
        return weight(value) <= HEAVIEST;
    }

    private static int weight(Object value) {
        return HEAVIEST - left(value, HEAVIEST);
    }

    /** What is left of this many; stops where nothing is, however much the value holds. */
    private static int left(Object value, int most) {
        return switch (value) {
            case null -> most;
            case String text -> most - text.length();
            case BigDecimal number -> (int) Math.max(-1, most - number.precision() - Math.abs((long) number.scale()));
            case Map<?, ?> context -> left(context.values(), most);
            case Collection<?> several -> {
                int left = most;
                for (Object one : several) {
                    if (left < 0) {
                        break;
                    }
                    left = left(one, left - 1);
                }
                yield left;
            }
            default -> most - 1;
        };
    }
}
