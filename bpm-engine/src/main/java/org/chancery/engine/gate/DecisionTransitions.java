package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.operaton.bpm.engine.history.HistoricDecisionInputInstance;
import org.operaton.bpm.engine.history.HistoricDecisionOutputInstance;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionInstanceEntity;

/**
 * The transitions of one evaluation: each decision with its version, the rule rows hit, its inputs and outputs. Inputs
 * and outputs that are no public facts are committed to, and so are the rows hit if any row of the table asks for such an
 * input.
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
        Set<String> once = new HashSet<>();
        Set<String> repeated = instance.getInputs().stream()
                .map(HistoricDecisionInputInstance::getClauseName)
                .filter(label -> label != null && !once.add(label))
                .collect(Collectors.toSet());
        for (HistoricDecisionInputInstance input : instance.getInputs()) {
            boolean named = input.getClauseName() != null && !repeated.contains(input.getClauseName());
            String name = named ? input.getClauseName() : input.getClauseId();
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
        TreeMap<String, Object> outputs = new TreeMap<>();
        for (HistoricDecisionOutputInstance output : instance.getOutputs()) {
            if (output.getRuleId() != null) { // a literal expression has no rows
                rules.add(output.getRuleId());
            }
            outputs.merge(name(output), output(output), DecisionTransitions::both);
        }
        if (table.tellsRules()) {
            told.put("rules", List.copyOf(rules));
        } else if (table.isTable()) {
            transition.withholding("rules", List.copyOf(rules));
            conceal(instance, table, facts, outputs);
        }
        outputs.forEach((name, value) -> {
            if (!facts.contains(name)) {
                transition.withholding("outputs." + name, value);
            }
        });
        outputs.keySet().retainAll(facts);
        told.put("outputs", outputs);
    }

    /** Outputs must not tell the rows: neither whether one was hit at all, nor what each of them adds to an aggregate. */
    private static void conceal(
            HistoricDecisionInstanceEntity instance,
            PublicTable table,
            Set<String> facts,
            Map<String, Object> outputs) {
        for (String name : table.outputs()) {
            if (!facts.contains(name)) {
                outputs.putIfAbsent(name, "null");
            } else if (instance.getCollectResultValue() != null) {
                outputs.put(name, instance.getCollectResultValue());
            }
        }
    }

    private static String name(HistoricDecisionOutputInstance output) {
        return output.getVariableName() != null
                ? output.getVariableName()
                : Objects.requireNonNullElse(output.getClauseId(), "result");
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
