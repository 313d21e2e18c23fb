package org.chancery.engine.model;

import java.util.List;
import java.util.Set;
import org.operaton.bpm.engine.BadUserRequestException;
import org.operaton.bpm.engine.impl.variable.serializer.StringValueSerializer;
import org.operaton.bpm.engine.impl.variable.serializer.TypedValueSerializer;
import org.operaton.bpm.engine.impl.variable.serializer.ValueFields;
import org.operaton.bpm.engine.impl.variable.serializer.VariableSerializers;
import org.operaton.bpm.engine.variable.value.StringValue;

/**
 * Process variables are text, number, boolean, date or absent. Without a serialiser for anything else the engine
 * refuses Java objects, files and bytes, whichever way they come. Only a decision's result passes, from the decision to
 * the outputs of its own task, unwritten.
 */
public final class ConfinedVariables extends StringValueSerializer {

    /** Longest text in UTF-16 units: the width of the column. */
    public static final int MAX_TEXT = 4_000;

    private static final Set<String> REFUSED = Set.of("serializable", "file", "bytes");

    private ConfinedVariables() {}

    public static void confine(VariableSerializers serializers) {
        serializers.addSerializer(new DecisionResults());
        List<TypedValueSerializer<?>> known = List.copyOf(serializers.getSerializers());
        for (TypedValueSerializer<?> serializer : known) {
            if (REFUSED.contains(serializer.getName())) {
                serializers.removeSerializer(serializer);
            } else if (serializer instanceof StringValueSerializer) {
                int place = serializers.getSerializerIndex(serializer);
                serializers.removeSerializer(serializer);
                serializers.addSerializer(new ConfinedVariables(), place);
            }
        }
    }

    @Override
    public void writeValue(StringValue value, ValueFields fields) {
        if (value.getValue() != null && value.getValue().length() > MAX_TEXT) {
            throw new BadUserRequestException("A variable holds at most " + MAX_TEXT + " characters, this has "
                    + value.getValue().length());
        }
        super.writeValue(value, fields);
    }
}
