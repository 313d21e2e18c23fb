package org.chancery.engine;

import java.util.Optional;

/** A named check of one form field, e.g. {@code citizen-id}. */
@FunctionalInterface
public interface FieldCheck {

    /**
     * The one way in which this value is written, which is checked and kept: without white space around it, unless the
     * check knows more.
     */
    default String kept(String entered) {
        return entered.strip();
    }

    /** @return the message code of what is wrong, or empty if the value is acceptable */
    Optional<String> problem(String value);
}
