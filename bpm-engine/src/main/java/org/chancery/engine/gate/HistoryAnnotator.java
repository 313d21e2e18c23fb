package org.chancery.engine.gate;

import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.chancery.engine.Actor;
import org.chancery.engine.identity.Acting;
import org.operaton.bpm.engine.history.UserOperationLogEntry;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.history.event.HistoricActivityInstanceEventEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricDecisionEvaluationEvent;
import org.operaton.bpm.engine.impl.history.event.HistoricIdentityLinkLogEventEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricIncidentEventEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricJobLogEvent;
import org.operaton.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.operaton.bpm.engine.impl.history.event.HistoricVariableUpdateEventEntity;
import org.operaton.bpm.engine.impl.history.event.HistoryEvent;
import org.operaton.bpm.engine.impl.history.event.HistoryEventTypes;
import org.operaton.bpm.engine.impl.history.event.UserOperationLogEntryEventEntity;
import org.operaton.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.operaton.bpm.engine.impl.persistence.entity.JobEntity;
import org.operaton.bpm.engine.impl.persistence.entity.TaskEntity;
import org.operaton.bpm.engine.impl.util.ClockUtil;
import org.operaton.bpm.engine.task.IdentityLinkType;

/** Turns the engine's history events into business transitions on the running transaction; stores nothing itself. */
final class HistoryAnnotator implements HistoryEventHandler {

    private static final String INSTANCES = "nrOfInstances";

    private final ModelHashes models;

    HistoryAnnotator(ModelHashes models) {
        this.models = models;
    }

    @Override
    public void handleEvents(List<HistoryEvent> events) {
        events.forEach(this::handleEvent);
    }

    @Override
    public void handleEvent(HistoryEvent event) {
        Annotations.current().ifPresent(transaction -> annotate(transaction, event));
    }

    private void annotate(GateTransaction transaction, HistoryEvent event) {
        switch (event) {
            case HistoricActivityInstanceEventEntity activity -> activity(transaction, activity);
            case HistoricProcessInstanceEventEntity process -> process(transaction, process);
            case HistoricVariableUpdateEventEntity variable -> variable(transaction, variable);
            case HistoricIdentityLinkLogEventEntity link -> assignment(transaction, link);
            case HistoricIncidentEventEntity incident -> incident(transaction, incident);
            case HistoricJobLogEvent job
            when is(job, HistoryEventTypes.JOB_FAIL) ->
                transaction.annotate(
                        of("job-failed", job, now()).at(job.getActivityId()).with("retries", job.getJobRetries()));
            case UserOperationLogEntryEventEntity operation
            when UserOperationLogEntry.OPERATION_TYPE_SET_JOB_RETRIES.equals(operation.getOperationType()) ->
                retries(transaction, operation);
            case HistoricDecisionEvaluationEvent decision ->
                new DecisionTransitions(models).of(decision, now()).forEach(transaction::annotate);
            default -> {}
        }
    }

    private void activity(GateTransaction transaction, HistoricActivityInstanceEventEntity event) {
        boolean start = is(event, HistoryEventTypes.ACTIVITY_INSTANCE_START);
        if (start || is(event, HistoryEventTypes.ACTIVITY_INSTANCE_END)) {
            String type = start ? "started" : event.isCanceled() ? "cancelled" : "completed";
            String form = start || event.isCanceled()
                    ? null
                    : models.form(Context.getCommandContext(), event.getProcessDefinitionId(), event.getActivityId())
                            .orElse(null);
            transaction.annotate(of(type, event, start ? event.getStartTime() : event.getEndTime())
                    .at(event.getActivityId())
                    .visit(event.getActivityInstanceId())
                    .within(event.getParentActivityInstanceId())
                    .with("form", form));
        }
    }

    private void process(GateTransaction transaction, HistoricProcessInstanceEventEntity event) {
        boolean start = is(event, HistoryEventTypes.PROCESS_INSTANCE_START);
        if (start || is(event, HistoryEventTypes.PROCESS_INSTANCE_END)) {
            boolean cancelled = event.getState() != null && event.getState().contains("TERMINATED");
            String type = start ? "started" : cancelled ? "cancelled" : "completed";
            transaction.annotate(of(type, event, start ? event.getStartTime() : event.getEndTime())
                    .at(event.getProcessDefinitionKey())
                    .visit(event.getProcessInstanceId())
                    .within(start && event.getSuperProcessInstanceId() != null ? caller(event) : null));
        }
    }

    /** The visit to the call activity that starts this process. */
    private static String caller(HistoricProcessInstanceEventEntity event) {
        ExecutionEntity called =
                Context.getCommandContext().getExecutionManager().findExecutionById(event.getProcessInstanceId());
        return called == null || called.getSuperExecution() == null
                ? null
                : called.getSuperExecution().getActivityInstanceId();
    }

    /**
     * Variables of one scope share a transition if nothing else happened between their changes. A variable goes only
     * with its scope, which the visit's end tells: no way in deletes one (REST refuses it, expressions and work cannot).
     */
    private void variable(GateTransaction transaction, HistoricVariableUpdateEventEntity event) {
        boolean changed = is(event, HistoryEventTypes.VARIABLE_INSTANCE_CREATE)
                || is(event, HistoryEventTypes.VARIABLE_INSTANCE_UPDATE);
        if (!changed || event.getProcessDefinitionId() == null) {
            return;
        }
        Transition change = of("variable", event, now()).visit(event.getScopeActivityInstanceId());
        Transition told = transaction
                .last()
                .filter(last -> last.type().equals("variable"))
                .filter(last -> last.instance().equals(change.instance()) && last.isWithinAMomentOf(change))
                .filter(last -> !last.sets(event.getVariableName()))
                .orElse(change);
        if (told == change) {
            transaction.annotate(change);
        }
        // What stands there in clear needs no commitment.
        if (isPublic(event)) {
            told.fact(event.getVariableName(), value(event));
        } else {
            told.committing(event.getVariableName(), text(event));
        }
    }

    /** How many instances a multiple task has is the path itself, not what the case is about. */
    private boolean isPublic(HistoricVariableUpdateEventEntity event) {
        return INSTANCES.equals(event.getVariableName())
                || models.publicFacts(Context.getCommandContext(), event.getProcessDefinitionId())
                        .contains(event.getVariableName());
    }

    private static Object value(HistoricVariableUpdateEventEntity event) {
        return Facts.json(
                switch (event.getSerializerName()) {
                    case "boolean" -> event.getLongValue() == null ? null : event.getLongValue() == 1;
                    case "date" -> event.getLongValue() == null ? null : new Date(event.getLongValue());
                    case "double" -> event.getDoubleValue();
                    case "string" -> event.getTextValue();
                    default -> event.getLongValue();
                });
    }

    private static String text(HistoricVariableUpdateEventEntity event) {
        String value = event.getTextValue() != null
                ? event.getTextValue()
                : event.getLongValue() != null
                        ? event.getLongValue().toString()
                        : event.getDoubleValue() != null
                                ? event.getDoubleValue().toString()
                                : event.getByteValue() != null ? HexFormat.of().formatHex(event.getByteValue()) : "";
        return event.getSerializerName() + ":" + value;
    }

    private void assignment(GateTransaction transaction, HistoricIdentityLinkLogEventEntity event) {
        if (!IdentityLinkType.ASSIGNEE.equals(event.getType()) || event.getProcessDefinitionId() == null) {
            return;
        }
        Optional<Actor> actor = Acting.current();
        boolean added = is(event, HistoryEventTypes.IDENTITY_LINK_ADD);
        boolean self = actor.map(Actor::personId).equals(Optional.ofNullable(event.getUserId()));
        String type = !added ? "released" : self ? "claimed" : "assigned";
        TaskEntity task = Context.getCommandContext().getTaskManager().findTaskById(event.getTaskId());
        transaction.annotate(of(type, event, now())
                .at(task.getTaskDefinitionKey())
                .visit(task.getExecution().getActivityInstanceId())
                .to(added && !self ? event.getUserId() : null));
    }

    private void incident(GateTransaction transaction, HistoricIncidentEventEntity event) {
        boolean opened = is(event, HistoryEventTypes.INCIDENT_CREATE);
        boolean closed = is(event, HistoryEventTypes.INCIDENT_RESOLVE) || is(event, HistoryEventTypes.INCIDENT_DELETE);
        if (event.getProcessDefinitionId() != null && (opened || closed)) {
            transaction.annotate(of(opened ? "incident" : "incident-resolved", event, now())
                    .at(event.getActivityId())
                    .with("incident", event.getIncidentType()));
        }
    }

    /** An administrator gave a failed job more attempts, or none. */
    private void retries(GateTransaction transaction, UserOperationLogEntryEventEntity event) {
        if (event.getJobId() != null && "retries".equals(event.getProperty())) {
            JobEntity job = Context.getCommandContext().getJobManager().findJobById(event.getJobId());
            transaction.annotate(of("retries", event, now())
                    .of(job.getRootProcessInstanceId())
                    .at(job.getActivityId())
                    .with("retries", job.getRetries()));
        }
    }

    private Transition of(String type, HistoryEvent event, Date at) {
        Instant moment = (at == null ? ClockUtil.getCurrentTime() : at).toInstant();
        if (event.getProcessDefinitionId() == null) {
            return new Transition(type, moment);
        }
        ModelHashes.Model model = models.process(Context.getCommandContext(), event.getProcessDefinitionId());
        String root = event.getRootProcessInstanceId() == null
                ? event.getProcessInstanceId()
                : event.getRootProcessInstanceId();
        return Annotations.of(type, moment, model, root);
    }

    private static Date now() {
        return ClockUtil.getCurrentTime();
    }

    private static boolean is(HistoryEvent event, HistoryEventTypes type) {
        return event.isEventOfType(type);
    }
}
