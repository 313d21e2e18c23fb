package org.chancery.engine.task;

import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.identity.Duty;
import org.operaton.bpm.engine.delegate.DelegateTask;
import org.operaton.bpm.engine.delegate.TaskListener;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.PropertyChange;
import org.operaton.bpm.engine.impl.persistence.entity.TaskEntity;

/**
 * The duties of a user task. It listens inside the engine, on every user task, so that no way in goes round it: the
 * console, the REST address and a job alike.
 *
 * <ul>
 *   <li>Only a member of the department it is offered to, acting for that department, or the person it falls to, may
 *       take or complete it; only its holder may complete or give it back.
 *   <li>Nobody decides on an application of their own.
 *   <li>An administrator may take it from its holder or hand it over, but not complete it.
 *   <li>Nobody completes it without a name.
 * </ul>
 */
final class DutyGuard implements TaskListener {

    @Override
    public void notify(DelegateTask task) {
        TaskEntity entity = (TaskEntity) task;
        Optional<Actor> actor = Acting.current();
        if (EVENTNAME_COMPLETE.equals(task.getEventName())) {
            completed(entity, actor.orElseThrow(() -> new NotPermitted("task.nobody-acts", Map.of())));
        } else {
            actor.ifPresent(who -> assigned(entity, who));
        }
    }

    private static void completed(TaskEntity task, Actor actor) {
        Duty duty = duty(task);
        permitted(task, duty, actor);
        if (!duty.isHeldBy(actor)) {
            throw duty.holder()
                    .<RuntimeException>map(DutyGuard::held)
                    .orElseGet(() -> new NotPermitted("task.not-claimed", Map.of()));
        }
    }

    private static void assigned(TaskEntity task, Actor actor) {
        PropertyChange change = task.getPropertyChanges().get(TaskEntity.ASSIGNEE);
        String before = change == null || change.getOrgValue() == null ? "" : change.getOrgValueString();
        String after = Optional.ofNullable(task.getAssignee()).orElse("");
        boolean created = change == null || isNew(task);
        if (created || before.equals(after)) {
            return; // the model's own assignment, made while another task was completed
        }
        if (!before.isEmpty() && !before.equals(actor.personId()) && !actor.is(Role.ADMINISTRATOR)) {
            throw held(before);
        }
        if (after.equals(actor.personId())) {
            permitted(task, duty(task), actor);
        } else if (!after.isEmpty() && !actor.is(Role.ADMINISTRATOR)) {
            throw new NotPermitted("task.assign-others", Map.of());
        }
    }

    /** A task that this very transaction creates has no revision in the database to change. */
    private static boolean isNew(TaskEntity task) {
        return Context.getCommandContext()
                .getDbEntityManager()
                .getDbEntityCache()
                .isTransient(task);
    }

    /** Whether this person may take the task at all. */
    static void permitted(TaskEntity task, Duty duty, Actor actor) {
        permitted(applicant(task), duty, actor);
    }

    /** @param applicant person id of whoever filed the task's case */
    static void permitted(Optional<String> applicant, Duty duty, Actor actor) {
        if (!duty.fallsTo(actor, applicant)) {
            throw duty.group().isEmpty()
                    ? new NotPermitted("task.other-person", Map.of())
                    : new NotPermitted("task.other-department", Map.of("group", duty.group()));
        }
        boolean official = !duty.groups().isEmpty();
        if (official && applicant.filter(actor.personId()::equals).isPresent()) {
            throw new NotPermitted("task.own-case", Map.of());
        }
    }

    static Duty duty(TaskEntity task) {
        return Duty.of(task.getCandidates(), task.getAssignee());
    }

    private static AlreadyDone held(String holder) {
        return new AlreadyDone("task.held", Map.of("by", holder));
    }

    private static Optional<String> applicant(TaskEntity task) {
        return new CaseTable(Transactions.connection(Context.getCommandContext()))
                .byRoot(task.getExecution().getRootProcessInstanceId())
                .map(CaseFile::applicant);
    }
}
