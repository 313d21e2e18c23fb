package org.chancery.engine.casework;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.form.FormField;
import org.chancery.engine.identity.Duty;
import org.chancery.engine.model.DeployedFiles;
import org.chancery.engine.model.ProcessFile;
import org.operaton.bpm.engine.TaskService;
import org.operaton.bpm.engine.task.Task;

/**
 * What a person may see of a case. The applicant sees all of it. A department sees the cases in which it has or had a
 * task: what the applicant entered, what its own forms show, and what the others decided, not what they wrote down
 * besides. Of personal fields it sees only those that its task's form shows, and only while that task is open.
 * Auditors, administrators and data officers see every case, without its personal fields.
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
     * @param open the other fields this person may know of; empty for all
     */
    record Sight(boolean whole, Set<String> personal, Optional<Set<String>> open) {

        /** @param name of a personal field, or of an entry of a list of persons */
        boolean shows(String name) {
            return whole || personal.contains(FieldTable.field(name));
        }

        boolean knows(FormField field) {
            return knows(field.key());
        }

        /** Whether a value of this name may be told, where it is not public. */
        boolean knows(String name) {
            return open.map(keys -> keys.contains(FieldTable.field(name))).orElse(true);
        }

        /**
         * Whether what a record withholds may be told.
         *
         * @param path a variable's name, or {@code facts.NAME}, {@code inputs.NAME}, {@code outputs.NAME}, {@code rules}
         */
        boolean tells(String path) {
            return open.isEmpty() || !path.equals("rules") && knows(path.substring(path.indexOf('.') + 1));
        }
    }

    /** @return empty if this person may not know of the case */
    Optional<Sight> sight(Actor actor, CaseFile file, CaseTable cases) {
        if (actor.personId().equals(file.applicant())) {
            return Optional.of(new Sight(true, Set.of(), Optional.empty()));
        }
        if (seesAll(actor)) {
            Set<String> own = worked(actor, file, cases) ? shownByOpenTasks(actor, file) : Set.of();
            return Optional.of(new Sight(false, own, Optional.empty()));
        }
        return worked(actor, file, cases)
                ? Optional.of(new Sight(false, shownByOpenTasks(actor, file), Optional.of(concern(actor, file))))
                : Optional.empty();
    }

    private static boolean worked(Actor actor, CaseFile file, CaseTable cases) {
        return cases.worked(file.rootId(), Duty.departments(actor));
    }

    /** Fields of the applicant's forms and of this person's departments' forms, and what any department decided. */
    private Set<String> concern(Actor actor, CaseFile file) {
        ProcessFile process = files.process(file.definitionId());
        Set<String> concern = new HashSet<>();
        process.startForm().ifPresent(form -> fields(file, form).forEach(field -> concern.add(field.key())));
        process.taskForms().forEach((task, form) -> {
            Set<String> groups = process.taskGroups().getOrDefault(task, Set.of());
            boolean own = !Collections.disjoint(groups, Duty.departments(actor));
            // A form of the applicant also tells the applicant what the office found; that is not what they entered.
            boolean entered = groups.isEmpty();
            fields(file, form).stream()
                    .filter(field -> own || field.result() || (entered && !field.readOnly()))
                    .forEach(field -> concern.add(field.key()));
        });
        return concern;
    }

    private List<FormField> fields(CaseFile file, String form) {
        return files.form(file.definitionId(), form).fields();
    }

    static boolean seesAll(Actor actor) {
        return actor.is(Role.AUDITOR) || actor.is(Role.ADMINISTRATOR) || actor.is(Role.DATA_OFFICER);
    }

    private Set<String> shownByOpenTasks(Actor actor, CaseFile file) {
        Set<String> shown = new HashSet<>();
        for (Task task : tasks.createTaskQuery()
                .processInstanceBusinessKey(file.number())
                .list()) {
            Duty duty = Duty.of(tasks.getIdentityLinksForTask(task.getId()), task.getAssignee());
            String form =
                    files.process(task.getProcessDefinitionId()).taskForms().get(task.getTaskDefinitionKey());
            if (form != null && duty.fallsTo(actor, Optional.of(file.applicant()))) {
                files.form(task.getProcessDefinitionId(), form).fields().stream()
                        .map(FormField::key)
                        .forEach(shown::add);
            }
        }
        return shown;
    }
}
