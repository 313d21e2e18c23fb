package org.chancery.engine.task;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.Actor;
import org.chancery.engine.Tasks;
import org.chancery.engine.Tasks.Task;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.OpenDuties;
import org.chancery.engine.identity.Duty;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.runtime.ProcessInstance;
import org.operaton.bpm.engine.task.TaskQuery;

/** Which tasks fall to somebody. What is listed is a moment old: whoever acts on it asks the {@link DutyGuard}. */
final class Inbox {

    private final ProcessEngine engine;

    Inbox(ProcessEngine engine) {
        this.engine = engine;
    }

    /** The most urgent first, {@link Tasks#MOST} at most. */
    List<Task> of(Connection connection, Actor actor) {
        return tasks(connection, actor, offeredTo(actor));
    }

    /** Those of one case. */
    List<Task> of(Connection connection, Actor actor, CaseFile file) {
        return tasks(connection, actor, offeredTo(actor).processInstanceIdIn(instances(file)));
    }

    private TaskQuery offeredTo(Actor actor) {
        TaskQuery query = engine.getTaskService().createTaskQuery().or().taskAssignee(actor.personId());
        query.taskCandidateUser(actor.personId());
        Set<String> departments = Duty.departments(actor);
        if (!departments.isEmpty()) {
            query.taskCandidateGroupIn(List.copyOf(departments));
        }
        return query.endOr();
    }

    /** The case's own process and all that it called. */
    private String[] instances(CaseFile file) {
        return Stream.concat(
                        Stream.of(file.rootId()),
                        engine
                                .getRuntimeService()
                                .createProcessInstanceQuery()
                                .rootProcessInstanceId(file.rootId())
                                .list()
                                .stream()
                                .map(ProcessInstance::getId))
                .toArray(String[]::new);
    }

    private List<Task> tasks(Connection connection, Actor actor, TaskQuery query) {
        query.orderByDueDate()
                .asc()
                .orderByTaskCreateTime()
                .asc()
                .orderByTaskId()
                .asc();
        List<Task> inbox = new ArrayList<>();
        List<org.operaton.bpm.engine.task.Task> page;
        int read = 0;
        do {
            page = query.listPage(read, Tasks.MOST);
            read += page.size();
            Map<String, CaseFile> cases = cases(connection, page);
            Map<String, Duty> duties = new OpenDuties(connection).of(page);
            for (org.operaton.bpm.engine.task.Task task : page) {
                Optional<CaseFile> file = Optional.ofNullable(cases.get(task.getProcessInstanceId()));
                // Somebody may complete it just now: then it has no duty left, and the list is a moment old.
                Duty duty = duties.get(task.getId());
                if (inbox.size() < Tasks.MOST && mayTake(actor, duty, file)) {
                    inbox.add(task(task, duty, file));
                }
            }
        } while (page.size() == Tasks.MOST && inbox.size() < Tasks.MOST);
        inbox.sort(Comparator.comparing((Task task) -> task.due().orElse(Instant.MAX))
                .thenComparing(Task::created));
        return List.copyOf(inbox);
    }

    static boolean mayTake(Actor actor, Duty duty, Optional<CaseFile> file) {
        Optional<String> applicant = file.map(CaseFile::applicant);
        boolean own = applicant.filter(actor.personId()::equals).isPresent();
        return duty.fallsTo(actor, applicant) && (duty.groups().isEmpty() || !own);
    }

    private Map<String, CaseFile> cases(Connection connection, List<org.operaton.bpm.engine.task.Task> tasks) {
        Set<String> instances = tasks.stream()
                .map(org.operaton.bpm.engine.task.Task::getProcessInstanceId)
                .collect(Collectors.toSet());
        if (instances.isEmpty()) {
            return Map.of();
        }
        Map<String, String> roots =
                engine.getRuntimeService().createProcessInstanceQuery().processInstanceIds(instances).list().stream()
                        .collect(Collectors.toMap(
                                ProcessInstance::getProcessInstanceId, ProcessInstance::getRootProcessInstanceId));
        Map<String, CaseFile> byRoot = new CaseTable(connection)
                .byRoots(Set.copyOf(roots.values())).stream()
                        .collect(Collectors.toMap(CaseFile::rootId, Function.identity()));
        Map<String, CaseFile> cases = new HashMap<>();
        roots.forEach(
                (instance, root) -> Optional.ofNullable(byRoot.get(root)).ifPresent(file -> cases.put(instance, file)));
        return cases;
    }

    static Task task(org.operaton.bpm.engine.task.Task task, Duty duty, Optional<CaseFile> file) {
        return new Task(
                task.getId(),
                Optional.ofNullable(task.getName()).orElse(task.getTaskDefinitionKey()),
                task.getProcessDefinitionId(),
                task.getTaskDefinitionKey(),
                file.map(CaseFile::number).orElse(""),
                file.map(CaseFile::service).orElse(""),
                file.map(CaseFile::title).orElse(""),
                duty.group(),
                Optional.ofNullable(task.getAssignee()),
                task.getCreateTime().toInstant(),
                Optional.ofNullable(task.getDueDate()).map(Date::toInstant));
    }
}
