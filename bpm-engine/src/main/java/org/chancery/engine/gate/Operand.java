package org.chancery.engine.gate;

import org.chancery.engine.image.ColumnKind;

/** Where a value in a statement comes from. */
sealed interface Operand {

    /** The statement's parameter of this number, from 1. */
    record Parameter(int index) implements Operand {}

    /** A constant in the statement's text; {@code null} for SQL NULL. */
    record Constant(Object value) implements Operand {}

    /** Something only the database can work out. */
    record Computed() implements Operand {}

    /** The value in the column's Java form; not for {@link Computed}. */
    default Object value(ColumnKind kind, Parameters parameters) {
        return switch (this) {
            case Parameter parameter -> kind.normalise(parameters.get(parameter.index()));
            case Constant constant -> kind.normalise(constant.value());
            case Computed computed -> throw new IllegalStateException("a computed value is read from the database");
        };
    }
}
