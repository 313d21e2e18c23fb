package org.chancery.engine.conformance;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Compares values as records hold them: numbers by value, whether written as number or text; {@code null} as text. */
final class Values {

    /** Characters shown of a value. */
    private static final int LONGEST = 400;

    private Values() {}

    static boolean same(Object left, Object right) {
        if (left instanceof List<?> some && right instanceof List<?> others) {
            if (some.size() != others.size()) {
                return false;
            }
            for (int i = 0; i < some.size(); i++) {
                if (!same(some.get(i), others.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Number || right instanceof Number) {
            Optional<BigDecimal> one = numeric(left);
            Optional<BigDecimal> other = numeric(right);
            return one.isPresent() && other.isPresent() && one.get().compareTo(other.get()) == 0;
        }
        return String.valueOf(left).equals(String.valueOf(right));
    }

    private static Optional<BigDecimal> numeric(Object value) {
        try {
            return value == null ? Optional.empty() : Optional.of(new BigDecimal(value.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** For words that are signed: not longer than anybody reads. */
    static String show(Object value) {
        String shown = switch (value) {
            case null -> "null";
            case BigDecimal decimal when Math.abs((long) decimal.scale()) > LONGEST -> decimal.toString();
            case BigDecimal decimal -> decimal.stripTrailingZeros().toPlainString();
            default -> value.toString();
        };
        return shown.length() <= LONGEST
                ? shown
                : shown.substring(0, Character.isHighSurrogate(shown.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST)
                        + "…";
    }
}
