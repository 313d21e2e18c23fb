package org.chancery.engine.gate;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.operaton.bpm.engine.delegate.VariableScope;

/** Values that conditions and decisions read, as a record's JSON holds them. */
final class Facts {

    private Facts() {}

    /** Those of the names that are variables, with their values. */
    static Map<String, Object> read(VariableScope scope, Set<String> names) {
        Map<String, Object> facts = new TreeMap<>();
        for (String name : names) {
            if (scope.hasVariable(name)) {
                facts.put(name, json(scope.getVariable(name)));
            }
        }
        return facts;
    }

    /** A value as the record's JSON holds it: text, number, boolean or {@code null}; times as ISO 8601 in UTC. */
    static Object json(Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean bool -> bool;
            case BigDecimal decimal -> decimal.toPlainString();
            case Double number when number.isInfinite() || number.isNaN() -> number.toString();
            case Number number -> number;
            case Date date -> Instant.ofEpochMilli(date.getTime()).toString();
            case Temporal time -> time.toString();
            case List<?> list ->
                list.stream().map(Facts::json).map(o -> o == null ? "null" : o).toList();
            default -> value.toString();
        };
    }
}
