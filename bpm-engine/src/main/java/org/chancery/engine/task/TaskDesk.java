package org.chancery.engine.task;

import java.sql.Connection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.chancery.engine.Actor;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineException.AlreadyDone;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.InvalidInput.Problem;
import org.chancery.engine.EngineException.NotFound;
import org.chancery.engine.Tasks;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseKeys;
import org.chancery.engine.casefile.CasePersons;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.casefile.PersonalEntries;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.form.FormField;
import org.chancery.engine.form.FormInput;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.identity.Acting;
import org.chancery.engine.identity.Duty;
import org.chancery.engine.model.DeployedModels;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.history.HistoricTaskInstance;
import org.operaton.bpm.engine.impl.persistence.entity.TaskEntity;

/** The face of tasks. Duties are checked by the {@link DutyGuard} inside the engine; here they are told early. */
public final class TaskDesk implements Tasks {

    private final Transactions transactions;
    private final ProcessEngine engine;
    private final DeployedModels models;
    private final PersonKeys keys;
    private final CaseKeys caseKeys;
    private final FormInput input;
    private final Inbox inbox;

    public TaskDesk(
            Transactions transactions, ProcessEngine engine, DeployedModels models, PersonKeys keys, FormInput input) {
        this.transactions = transactions;
        this.engine = engine;
        this.models = models;
        this.keys = keys;
        this.caseKeys = new CaseKeys(keys);
        this.input = input;
        this.inbox = new Inbox(engine);
    }

    @Override
    public List<Task> inbox(Actor actor) {
        return transactions.run(connection -> inbox.of(connection, actor));
    }

    @Override
    public List<Task> inbox(Actor actor, String caseNumber) {
        return transactions.run(connection -> new CaseTable(connection)
                .byNumber(caseNumber)
                .map(file -> inbox.of(connection, actor, file))
                .orElse(List.of()));
    }

    @Override
    public Detail open(Actor actor, String taskId) {
        return transactions.run(connection -> {
            TaskEntity task = find(connection, taskId, actor);
            DutyGuard.permitted(task, DutyGuard.duty(task), actor);
            FormSchema form = form(task);
            Optional<CaseFile> file = caseOf(connection, task);
            String key = models.files()
                    .process(task.getProcessDefinitionId())
                    .taskForms()
                    .get(task.getTaskDefinitionKey());
            return new Detail(
                    Inbox.task(task, DutyGuard.duty(task), file),
                    models.form(task.getProcessDefinitionId(), key),
                    file.map(found -> values(connection, task, form, found)).orElse(Map.of()));
        });
    }

    /** What the form shows of the case; nothing else leaves the engine. */
    private Map<String, Object> values(Connection connection, TaskEntity task, FormSchema form, CaseFile file) {
        Map<String, FieldTable.Opened> personal = new FieldTable(connection, keys).of(file.number());
        Map<String, Object> values = new HashMap<>();
        for (FormField field : form.fields()) {
            // A form that takes the field in as public would write in clear what another one sealed.
            Optional<Object> value = Optional.ofNullable(personal.get(field.key()))
                    .filter(kept -> field.personal())
                    .flatMap(FieldTable.Opened::value)
                    .map(Object.class::cast)
                    .or(() -> Optional.ofNullable(task.getVariable(field.key())));
            value.ifPresent(kept -> values.put(field.key(), shown(field, kept)));
        }
        return values;
    }

    /** An erased entry of a list keeps its empty line where it is read, and is not offered to be filled in again. */
    private static Object shown(FormField field, Object kept) {
        Object shown = FormInput.shown(field, kept);
        return field.takesPersonal() && field.isOfPersons() && shown instanceof List<?> entries
                ? entries.stream().filter(entry -> !Map.of().equals(entry)).toList()
                : shown;
    }

    @Override
    public void claim(Actor actor, String taskId) {
        act(
                actor,
                taskId,
                connection -> engine.getTaskService()
                        .claim(find(connection, taskId, actor).getId(), actor.personId()));
    }

    @Override
    public void release(Actor actor, String taskId) {
        act(actor, taskId, connection -> {
            TaskEntity task = find(connection, taskId, actor);
            Duty duty = DutyGuard.duty(task);
            if (duty.groups().isEmpty() && duty.persons().isEmpty()) {
                throw new EngineException.NotPermitted("task.personal", Map.of());
            }
            engine.getTaskService().setAssignee(task.getId(), null);
        });
    }

    @Override
    public void complete(Actor actor, String taskId, Map<String, Object> entered) {
        Set<String> persons = new HashSet<>();
        Consumer<Connection> completion = connection -> complete(connection, actor, taskId, entered, persons);
        try {
            act(actor, taskId, completion);
        } catch (EngineException.NotCurrent e) {
            // Somebody whom the case knew nothing of before has no key yet; making one has to wait for a quorum.
            if (caseKeys.exist(persons)) {
                throw e;
            }
            caseKeys.made(persons);
            act(actor, taskId, completion);
        }
    }

    private void complete(
            Connection connection, Actor actor, String taskId, Map<String, Object> entered, Set<String> persons) {
        TaskEntity task = find(connection, taskId, actor);
        DutyGuard.permitted(task, DutyGuard.duty(task), actor);
        FormSchema form = form(task);
        Map<String, Object> values = input.check(form, entered);
        if (task.getAssignee() == null) {
            engine.getTaskService().claim(taskId, actor.personId());
        }
        Map<String, Object> variables = new HashMap<>();
        form.fields().stream()
                .filter(field -> !field.personal() && !field.readOnly())
                .forEach(field -> variables.put(field.key(), values.get(field.key())));
        caseOf(connection, task).ifPresent(file -> {
            PersonalEntries personal = personal(connection, file, form, values);
            refuseErased(personal);
            persons.addAll(personal.persons());
            keep(connection, file, personal);
            form.title(values).ifPresent(title -> new CaseTable(connection).title(file.number(), title));
        });
        engine.getTaskService().complete(taskId, variables);
    }

    /** Told at the fields, so that whoever fills in the form knows which to leave empty. */
    private void refuseErased(PersonalEntries personal) {
        List<Problem> problems = personal.about(keys::erased).stream()
                .map(name -> new Problem(name, "field.person-erased", Map.of()))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
    }

    private void keep(Connection connection, CaseFile file, PersonalEntries personal) {
        Map<String, String> commitments =
                personal.keep(new FieldTable(connection, keys), file.number(), caseKeys.held(personal.persons()));
        new CaseTransitions(connection, file.rootId()).entered(commitments);
    }

    private PersonalEntries personal(
            Connection connection, CaseFile file, FormSchema form, Map<String, Object> values) {
        FieldTable fields = new FieldTable(connection, keys);
        return PersonalEntries.of(
                form,
                values,
                CasePersons.of(file),
                field -> fields.holds(file.number(), field),
                list -> fields.places(file.number(), list));
    }

    /** Runs an act on a task in one transaction; if it fails because the task is gone, says who was faster. */
    private void act(Actor actor, String taskId, Consumer<Connection> act) {
        try {
            Acting.as(
                    actor,
                    () -> transactions.runInTurn(connection -> {
                        engine.getIdentityService().setAuthenticatedUserId(actor.personId());
                        try {
                            act.accept(connection);
                            return taskId;
                        } finally {
                            engine.getIdentityService().clearAuthentication();
                        }
                    }));
        } catch (EngineException.NotCurrent | EngineException.Failed e) {
            throw transactions
                    .run(connection -> faster(connection, taskId, actor))
                    .<EngineException>map(found -> found)
                    .orElse(e);
        } catch (EngineException.NotPermitted e) {
            // A task that another clerk completes at this moment has lost its candidates before it is gone.
            throw transactions
                    .run(connection -> completed(connection, taskId, actor))
                    .<EngineException>map(found -> found)
                    .orElse(e);
        }
    }

    /** Who completed or holds a task that this person lost, if somebody else does and it could have been theirs. */
    private Optional<AlreadyDone> faster(Connection connection, String taskId, Actor actor) {
        return completed(connection, taskId, actor)
                .or(() -> Optional.ofNullable((TaskEntity) engine.getTaskService()
                                .createTaskQuery()
                                .taskId(taskId)
                                .singleResult())
                        .filter(task -> Inbox.mayTake(actor, DutyGuard.duty(task), caseOf(connection, task)))
                        .map(TaskEntity::getAssignee)
                        .filter(holder -> !holder.equals(actor.personId()))
                        .map(holder -> new AlreadyDone("task.held", Map.of("by", holder))));
    }

    private Optional<AlreadyDone> completed(Connection connection, String taskId, Actor actor) {
        return Optional.ofNullable(history(taskId))
                .filter(task -> task.getEndTime() != null)
                .filter(task -> Inbox.mayTake(actor, duty(task), caseOf(connection, task)))
                .map(TaskDesk::done);
    }

    /** @throws NotPermitted if the task is gone and could never have been this person's: who did it is not told then */
    private TaskEntity find(Connection connection, String taskId, Actor actor) {
        org.operaton.bpm.engine.task.Task task =
                engine.getTaskService().createTaskQuery().taskId(taskId).singleResult();
        if (task instanceof TaskEntity found) {
            return found;
        }
        HistoricTaskInstance past = history(taskId);
        if (past != null && past.getEndTime() != null) {
            DutyGuard.permitted(caseOf(connection, past).map(CaseFile::applicant), duty(past), actor);
            throw done(past);
        }
        throw new NotFound("task", taskId);
    }

    /** Whose a task was that is gone: its candidates are gone with it, so its model says. */
    private Duty duty(HistoricTaskInstance task) {
        Set<String> groups = models.files()
                .process(task.getProcessDefinitionId())
                .taskGroups()
                .getOrDefault(task.getTaskDefinitionKey(), Set.of());
        return new Duty(groups, Set.of(), Optional.ofNullable(task.getAssignee()));
    }

    private HistoricTaskInstance history(String taskId) {
        return engine.getHistoryService()
                .createHistoricTaskInstanceQuery()
                .taskId(taskId)
                .singleResult();
    }

    private static AlreadyDone done(HistoricTaskInstance task) {
        String by = Optional.ofNullable(task.getAssignee()).orElse("");
        return new AlreadyDone(
                "task.done", Map.of("by", by, "at", task.getEndTime().toInstant()));
    }

    private FormSchema form(TaskEntity task) {
        return Optional.ofNullable(models.files()
                        .process(task.getProcessDefinitionId())
                        .taskForms()
                        .get(task.getTaskDefinitionKey()))
                .map(key -> models.files().form(task.getProcessDefinitionId(), key))
                .orElseThrow(() -> new NotFound("form", task.getTaskDefinitionKey()));
    }

    private static Optional<CaseFile> caseOf(Connection connection, HistoricTaskInstance task) {
        return new CaseTable(connection).byRoot(task.getRootProcessInstanceId());
    }

    private static Optional<CaseFile> caseOf(Connection connection, TaskEntity task) {
        return new CaseTable(connection).byRoot(task.getExecution().getRootProcessInstanceId());
    }
}
