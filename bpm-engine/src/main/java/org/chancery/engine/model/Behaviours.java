package org.chancery.engine.model;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.operaton.bpm.engine.impl.bpmn.behavior.BoundaryConditionalEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.BoundaryEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.CallActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.CancelBoundaryEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.CancelEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.CompensationEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.DmnBusinessRuleTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ErrorEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.EventBasedGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.EventSubProcessActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.EventSubProcessStartConditionalEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.EventSubProcessStartEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ExclusiveGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ExternalTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.InclusiveGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.IntermediateCatchEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.IntermediateCatchLinkEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.IntermediateConditionalEventBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.IntermediateThrowNoneEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ManualTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.NoneEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.NoneStartEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ParallelGatewayActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ParallelMultiInstanceActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ReceiveTaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.SequentialMultiInstanceActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ServiceTaskDelegateExpressionActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ServiceTaskExpressionActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.SubProcessActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.TaskActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.TerminateEndEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ThrowEscalationEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.ThrowSignalEventActivityBehavior;
import org.operaton.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.operaton.bpm.engine.impl.pvm.process.ActivityImpl;
import org.operaton.bpm.engine.impl.pvm.process.ScopeImpl;

/**
 * What the engine's parser made of a model, looked at after the rules have read its text: a second lock, which does not
 * depend on how the model spelt it. Listed is what an activity may be; shell, mail, script and Java
 * classes are not. Listeners and the values of parameters are no activities: {@link ConfinedExpressions} and
 * {@link ConfinedScripts} confine those.
 */
final class Behaviours {

    private static final Set<Class<?>> ALLOWED = Set.of(
            BoundaryConditionalEventActivityBehavior.class,
            BoundaryEventActivityBehavior.class,
            CallActivityBehavior.class,
            CancelBoundaryEventActivityBehavior.class,
            CancelEndEventActivityBehavior.class,
            CompensationEventActivityBehavior.class,
            DmnBusinessRuleTaskActivityBehavior.class,
            ErrorEndEventActivityBehavior.class,
            EventBasedGatewayActivityBehavior.class,
            EventSubProcessActivityBehavior.class,
            EventSubProcessStartConditionalEventActivityBehavior.class,
            EventSubProcessStartEventActivityBehavior.class,
            ExclusiveGatewayActivityBehavior.class,
            ExternalTaskActivityBehavior.class,
            InclusiveGatewayActivityBehavior.class,
            IntermediateCatchEventActivityBehavior.class,
            IntermediateCatchLinkEventActivityBehavior.class,
            IntermediateConditionalEventBehavior.class,
            IntermediateThrowNoneEventActivityBehavior.class,
            ManualTaskActivityBehavior.class,
            NoneEndEventActivityBehavior.class,
            NoneStartEventActivityBehavior.class,
            ParallelGatewayActivityBehavior.class,
            ParallelMultiInstanceActivityBehavior.class,
            ReceiveTaskActivityBehavior.class,
            SequentialMultiInstanceActivityBehavior.class,
            ServiceTaskDelegateExpressionActivityBehavior.class,
            ServiceTaskExpressionActivityBehavior.class,
            SubProcessActivityBehavior.class,
            TaskActivityBehavior.class,
            TerminateEndEventActivityBehavior.class,
            ThrowEscalationEventActivityBehavior.class,
            ThrowSignalEventActivityBehavior.class,
            UserTaskActivityBehavior.class);

    private Behaviours() {}

    /** @return a finding for every activity, however deep, that would run something else */
    static Stream<Finding> refused(String resource, ScopeImpl scope) {
        return scope.getActivities().stream()
                .flatMap(activity -> Stream.concat(refusedItself(resource, activity), refused(resource, activity)));
    }

    private static Stream<Finding> refusedItself(String resource, ActivityImpl activity) {
        return Stream.ofNullable(activity.getActivityBehavior())
                .map(Object::getClass)
                .filter(kind -> !ALLOWED.contains(kind))
                .map(kind -> new Finding(
                        resource, activity.getId(), "model.behaviour", Map.of("behaviour", kind.getSimpleName())));
    }
}
