package org.chancery.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Work for people. */
public interface Tasks {

    /** As many tasks as one answer holds. */
    int MOST = 500;

    /** Open tasks this person holds or may take, most urgent first; of more than {@link #MOST} the most urgent. */
    List<Task> inbox(Actor actor);

    /** Those of one case. */
    List<Task> inbox(Actor actor, String caseNumber);

    /** One task with its form and the values shown in it. */
    Detail open(Actor actor, String taskId);

    /** @throws EngineException.AlreadyDone if somebody else holds it */
    void claim(Actor actor, String taskId);

    void release(Actor actor, String taskId);

    /**
     * Completes a task with the form's values.
     *
     * @throws EngineException.AlreadyDone if it was completed already; details say by whom
     * @throws EngineException.NotPermitted if it belongs to another department or another person holds it
     * @param values a personal field that is missing here, or empty, stays as it is; an empty list of persons removes
     *     everybody from it
     * @throws EngineException.InvalidInput if the values do not fit the form, or are about a person of this case who was
     *     erased
     */
    void complete(Actor actor, String taskId, Map<String, Object> values);

    /**
     * @param name name in the diagram; {@link Models#texts} may hold it in the user's language
     * @param definitionId process definition it belongs to
     * @param element id of its element in the diagram
     * @param group candidate group it is offered to, empty if none
     * @param assignee person id of the holder
     * @param title what the case is about, e.g. the company's name
     */
    record Task(
            String id,
            String name,
            String definitionId,
            String element,
            String caseNumber,
            String service,
            String title,
            String group,
            Optional<String> assignee,
            Instant created,
            Optional<Instant> due) {}

    /**
     * @param form form-js schema
     * @param values values by field key, those this person may see
     */
    record Detail(Task task, String form, Map<String, Object> values) {}
}
