package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.operaton.bpm.engine.history.HistoricDecisionInputInstance;
import org.operaton.bpm.engine.history.HistoricDecisionOutputInstance;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;

/**
 * The transitions of one evaluation: each decision with its version, the rule rows hit, its inputs and outputs. Inputs
 * and outputs that are no public facts are committed to, and so are the rows hit if one of them asks for such an input.
 */
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
        String process = instance.getProcessDefinitionId();
        Set<String> facts = process == null ? Set.of() : models.publicFacts(Context.getCommandContext(), process);
        Transition transition = (process == null
                        ? new Transition("decision", now.toInstant())
                        : Annotations.of(
                                "decision",
                                now.toInstant(),
                                models.process(Context.getCommandContext(), process),
                                instance.getRootProcessInstanceId()))
                .at(instance.getActivityId());
        Map<String, Object> told = new TreeMap<>();
        told.put("key", model.key());
        told.put("version", model.version());
        told.put("model", model.hash());
        PublicTable table =
                new PublicTable(models.table(Context.getCommandContext(), instance.getDecisionDefinitionId()), facts);
        inputs(instance, table, told, transition);
        outputs(instance, table, facts, told, transition);
        return transition.with("decision", told);
    }

    private static void inputs(
            HistoricDecisionInstanceEntity instance,
            PublicTable table,
            Map<String, Object> told,
            Transition transition) {
        Map<String, Object> inputs = new TreeMap<>();
        for (HistoricDecisionInputInstance input : instance.getInputs()) {
            String name = input.getClauseName() == null ? input.getClauseId() : input.getClauseName();
            if (table.hasInput(input.getClauseId())) {
                inputs.put(name, Facts.json(input.getValue()));
            } else {
                transition.withholding("inputs." + name, Facts.json(input.getValue()));
            }
        }
        told.put("inputs", inputs);
    }

    private static void outputs(
            HistoricDecisionInstanceEntity instance,
            PublicTable table,
            Set<String> facts,
            Map<String, Object> told,
            Transition transition) {
        TreeSet<String> rules = new TreeSet<>();
        Map<String, Object> outputs = new TreeMap<>();
        for (HistoricDecisionOutputInstance output : instance.getOutputs()) {
            rules.add(output.getRuleId());
            outputs.merge(output.getVariableName(), output(output), DecisionTransitions::both);
        }
        if (rules.stream().allMatch(table::hasRule)) {
            told.put("rules", List.copyOf(rules));
        } else {
            transition.withholding("rules", List.copyOf(rules));
        }
        new TreeMap<>(outputs).forEach((name, value) -> {
            if (!facts.contains(name)) {
                transition.withholding("outputs." + name, value);
                outputs.remove(name);
            }
        });
        told.put("outputs", outputs);
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
