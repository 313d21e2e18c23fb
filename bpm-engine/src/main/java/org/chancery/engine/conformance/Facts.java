package org.chancery.engine.conformance;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Public facts as a computation sees them.
 *
 * @param values those that were told
 * @param withheld whether a fact of this name, if there is one, is kept from the public
 */
record Facts(Map<String, Object> values, Predicate<String> withheld) {

    static Facts of(Map<String, Object> values, Set<String> open) {
        return new Facts(values, name -> !open.contains(name) && !values.containsKey(name));
    }
}
