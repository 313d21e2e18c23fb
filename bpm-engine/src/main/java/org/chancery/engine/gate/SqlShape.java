package org.chancery.engine.gate;

import java.util.List;
import org.chancery.engine.image.Table;

/** What a statement's text says about the rows it touches; parsed once per text. */
sealed interface SqlShape {

    /** Leaves rows as they are. */
    record Read() implements SqlShape {}

    /**
     * Inserts one row whose key stands in the statement.
     *
     * @param columns columns named by the statement
     * @param values one for each column
     * @param readBack whether the row must be read after the statement, since the database filled in something
     */
    record Insert(Table table, int[] columns, List<Operand> values, List<Operand> key, boolean readBack)
            implements SqlShape {}

    /** Updates at most the one row whose key stands in the statement. */
    record KeyedUpdate(Table table, int[] columns, List<Operand> values, List<Operand> key) implements SqlShape {}

    /** Deletes at most the one row whose key stands in the statement. */
    record KeyedDelete(Table table, List<Operand> key) implements SqlShape {}

    /**
     * Updates the rows that a predicate finds. Their keys are resolved first, then each is updated by key.
     *
     * @param selectKeys finds and locks the keys; takes the parameters after {@code setParameters}
     * @param updateByKey takes the first {@code setParameters} parameters, then the key
     */
    record PredicateUpdate(
            Table table,
            int[] columns,
            List<Operand> values,
            String selectKeys,
            String updateByKey,
            int setParameters,
            int allParameters)
            implements SqlShape {}

    /** Deletes the rows that a predicate finds. Their keys are resolved first, then each is deleted by key. */
    record PredicateDelete(Table table, String selectKeys, String deleteByKey, int allParameters) implements SqlShape {}
}
