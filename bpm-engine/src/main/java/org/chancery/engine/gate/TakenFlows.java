package org.chancery.engine.gate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;
import org.operaton.bpm.engine.impl.pvm.process.TransitionImpl;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.operaton.bpm.engine.impl.util.xml.Element;

/**
 * Annotates each sequence flow that is taken, with the facts that the conditions at its source could read: public ones
 * as they are, others as commitments.
 */
final class TakenFlows implements BpmnParseListener {

    private final ModelHashes models;

    TakenFlows(ModelHashes models) {
        this.models = models;
    }

    @Override
    public void parseSequenceFlow(Element flow, ScopeImpl scope, TransitionImpl transition) {
        transition.addListener(ExecutionListener.EVENTNAME_TAKE, new Listener(transition));
    }

    private final class Listener implements ExecutionListener {

        private final TransitionImpl transition;
        private final Map<TransitionImpl, Set<String>> names = new ConcurrentHashMap<>(1);

        Listener(TransitionImpl transition) {
            this.transition = transition;
        }

        @Override
        public void notify(DelegateExecution execution) {
            Annotations.current().ifPresent(transaction -> transaction.annotate(annotation(execution)));
        }

        private Transition annotation(DelegateExecution execution) {
            ExecutionEntity entity = (ExecutionEntity) execution;
            ModelHashes.Model model = models.process(Context.getCommandContext(), execution.getProcessDefinitionId());
            Instant now = ClockUtil.getCurrentTime().toInstant();
            Transition taken = Annotations.of("taken", now, model, entity.getRootProcessInstanceId())
                    .at(transition.getId())
                    .within(entity.getParentActivityInstanceId())
                    .with("from", transition.getSource().getId());
            Set<String> open = models.publicFacts(Context.getCommandContext(), execution.getProcessDefinitionId());
            Map<String, Object> facts = new TreeMap<>();
            Facts.read(execution, names.computeIfAbsent(transition, Listener::conditionNames))
                    .forEach((name, value) -> {
                        if (open.contains(name)) {
                            facts.put(name, value);
                        } else {
                            taken.withholding("facts." + name, value);
                        }
                    });
            return taken.with("facts", facts.isEmpty() ? null : facts);
        }

        private static Set<String> conditionNames(TransitionImpl transition) {
            List<String> conditions = transition.getSource().getOutgoingTransitions().stream()
                    .map(flow -> (String) flow.getProperty(BpmnParse.PROPERTYNAME_CONDITION_TEXT))
                    .filter(Objects::nonNull)
                    .toList();
            return Names.of(conditions);
        }
    }
}
