package org.chancery.engine.casework;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.form.FormField;
import org.chancery.engine.identity.Duty;
import org.chancery.engine.model.DeployedFiles;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.task.Task;

/**
 * What a person may see of a case. The applicant sees all of it. A department sees the cases in which it has or had a
 * task; personal fields only those its task's form shows, and only while that task is open. Auditors and
 * administrators see every case, without its personal fields.
 */
final class CaseRights {

    private final TaskService tasks;
    private final DeployedFiles files;

    CaseRights(TaskService tasks, DeployedFiles files) {
        this.tasks = tasks;
        this.files = files;
    }

    /**
     * How far a person sees into a case.
     *
     * @param whole whether every personal field is shown
     * @param personal personal fields that are shown besides
     */
    record Sight(boolean whole, Set<String> personal) {
        boolean shows(String field) {
            return whole || personal.contains(field);
        }
    }

    /** @return empty if this person may not know of the case */
    Optional<Sight> sight(Actor actor, CaseFile file, CaseTable cases) {
        if (actor.personId().equals(file.applicant())) {
            return Optional.of(new Sight(true, Set.of()));
        }
        if (cases.worked(file.rootId(), actor.groups())) {
            return Optional.of(new Sight(false, shownByOpenTasks(actor, file)));
        }
        return seesAll(actor) ? Optional.of(new Sight(false, Set.of())) : Optional.empty();
    }

    static boolean seesAll(Actor actor) {
        return actor.is(Role.AUDITOR) || actor.is(Role.ADMINISTRATOR);
    }

    private Set<String> shownByOpenTasks(Actor actor, CaseFile file) {
        Set<String> shown = new HashSet<>();
        for (Task task : tasks.createTaskQuery()
                .processInstanceBusinessKey(file.number())
                .list()) {
            Duty duty = Duty.of(tasks.getIdentityLinksForTask(task.getId()), task.getAssignee());
            String form =
                    files.process(task.getProcessDefinitionId()).taskForms().get(task.getTaskDefinitionKey());
            if (form != null && duty.fallsTo(actor)) {
                files.form(task.getProcessDefinitionId(), form).fields().stream()
                        .map(FormField::key)
                        .forEach(shown::add);
            }
        }
        return shown;
    }
}
