package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.operaton.bpm.engine.history.HistoricDecisionInputInstance;
import org.operaton.bpm.engine.history.HistoricDecisionOutputInstance;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;

/** The transitions of one evaluation: each decision with its version, the rule rows hit, its inputs and outputs. */
final class DecisionTransitions {

    private final ModelHashes models;

    DecisionTransitions(ModelHashes models) {
        this.models = models;
    }

    List<Transition> of(HistoricDecisionEvaluationEvent event, Date now) {
        List<Transition> transitions = new ArrayList<>();
        event.getRequiredHistoricDecisionInstances().forEach(required -> transitions.add(of(required, now)));
        transitions.add(of(event.getRootHistoricDecisionInstance(), now));
        return transitions;
    }

    private Transition of(HistoricDecisionInstanceEntity instance, Date now) {
        ModelHashes.Model model = models.decision(Context.getCommandContext(), instance.getDecisionDefinitionId());
        Map<String, Object> inputs = new TreeMap<>();
        for (HistoricDecisionInputInstance input : instance.getInputs()) {
            String name = input.getClauseName() == null ? input.getClauseId() : input.getClauseName();
            inputs.put(name, Facts.json(input.getValue()));
        }
        TreeSet<String> rules = new TreeSet<>();
        Map<String, Object> outputs = new TreeMap<>();
        for (HistoricDecisionOutputInstance output : instance.getOutputs()) {
            rules.add(output.getRuleId());
            outputs.merge(output.getVariableName(), output(output), DecisionTransitions::both);
        }
        Transition transition = instance.getProcessDefinitionId() == null
                ? new Transition("decision", now.toInstant())
                : Annotations.of(
                        "decision",
                        now.toInstant(),
                        models.process(Context.getCommandContext(), instance.getProcessDefinitionId()),
                        instance.getRootProcessInstanceId());
        return transition
                .at(instance.getActivityId())
                .with(
                        "decision",
                        Map.of(
                                "key", model.key(),
                                "version", model.version(),
                                "model", model.hash(),
                                "rules", List.copyOf(rules),
                                "inputs", inputs,
                                "outputs", outputs));
    }

    private static Object output(HistoricDecisionOutputInstance output) {
        Object value = Facts.json(output.getValue());
        return value == null ? "null" : value;
    }

    /** Several rules hit: their outputs in the order of the rules. */
    private static Object both(Object before, Object next) {
        List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
        all.add(next);
        return all;
    }
}
