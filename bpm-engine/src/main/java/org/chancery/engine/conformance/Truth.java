package org.chancery.engine.conformance;

import java.util.Set;

/**
 * What became of a computation on public facts.
 *
 * @param value its value; meaningless if something was missing
 * @param missing names of the withheld facts it asks for
 * @param reason code of why it could not be judged; empty if it could
 */
record Truth(Object value, Set<String> missing, String reason) {

    static Truth of(Object value) {
        return new Truth(value, Set.of(), "");
    }

    static Truth missing(Set<String> names) {
        return new Truth(null, names, "withheld");
    }

    static Truth unknown(String reason) {
        return new Truth(null, Set.of(), reason);
    }

    boolean known() {
        return reason.isEmpty();
    }

    boolean yes() {
        return known() && Boolean.TRUE.equals(value);
    }

    boolean no() {
        return known() && !Boolean.TRUE.equals(value);
    }
}
