package org.chancery.engine.gate;

import java.util.List;
import java.util.Map;
import org.chancery.engine.EngineException.InvalidInput;

/**
 * Texts that every database and every image can hold. Half a surrogate pair has no UTF-8 form: a database in memory
 * would keep it, the ledger could not, and the audit would take the difference for tampering. PostgreSQL cannot store
 * the character 0.
 */
final class StorableText {

    private StorableText() {}

    /** @throws GateRefused with {@link InvalidInput} as its reason; the statement did not run */
    static String require(String text) throws GateRefused {
        if (text != null && text.codePoints().anyMatch(StorableText::unstorable)) {
            throw new GateRefused(
                    new InvalidInput(List.of(new InvalidInput.Problem("", "field.characters", Map.of()))));
        }
        return text;
    }

    private static boolean unstorable(int c) {
        return c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
