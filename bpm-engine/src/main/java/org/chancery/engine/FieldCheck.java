package org.chancery.engine;

import java.util.Optional;

/** A named check of one form field, e.g. {@code citizen-id}. */
@FunctionalInterface
public interface FieldCheck {

    /** @return the message code of what is wrong, or empty if the value is acceptable */
    Optional<String> problem(String value);
}
