package org.chancery.engine.model;

import org.operaton.bpm.dmn.engine.DmnDecisionResult;
import org.operaton.bpm.engine.impl.variable.serializer.AbstractTypedValueSerializer;
import org.operaton.bpm.engine.impl.variable.serializer.ValueFields;
import org.operaton.bpm.engine.variable.Variables;
import org.operaton.bpm.engine.variable.impl.value.UntypedValueImpl;
import org.operaton.bpm.engine.variable.type.ValueType;
import org.operaton.bpm.engine.variable.value.ObjectValue;
import org.operaton.bpm.engine.variable.value.TypedValue;

/**
 * Carries a decision's result from its evaluation to the output parameters of the same task. Operaton sets it as a
 * transient variable of that task; it is never written.
 */
final class DecisionResults extends AbstractTypedValueSerializer<ObjectValue> {

    DecisionResults() {
        super(ValueType.OBJECT);
    }

    @Override
    public String getName() {
        return "decision-result";
    }

    @Override
    protected boolean canWriteValue(TypedValue value) {
        return value.isTransient() && value.getValue() instanceof DmnDecisionResult;
    }

    @Override
    public ObjectValue convertToTypedValue(UntypedValueImpl value) {
        return Variables.objectValue(value.getValue(), true).create();
    }

    @Override
    public void writeValue(ObjectValue value, ValueFields fields) {
        // transient: the engine keeps the value itself for as long as the task runs
    }

    @Override
    public ObjectValue readValue(ValueFields fields, boolean deserialize, boolean asTransient) {
        throw new IllegalStateException("a decision's result is not stored");
    }
}
