package org.chancery.engine.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.chancery.engine.gate.PublicFacts;
import org.w3c.dom.Element;

/**
 * A deployed process as screens and forms need it.
 *
 * @param startForm key of the form an applicant starts it with
 * @param taskForms user task id to form key, in file order
 * @param taskGroups user task id to the groups that may take it; none for a task that falls to a person, the applicant
 * @param names element id to its name
 * @param flows sequence flows
 * @param workerInputs task id to the variables that a worker outside is given with its work
 * @param workerResults task id to the variables that a worker outside may set with its report
 * @param errors codes of the errors the model declares
 * @param retentionDays for how many days after its end a case's personal data have to be kept; empty if the model does
 *     not say
 */
public record ProcessFile(
        Optional<String> startForm,
        Map<String, String> taskForms,
        Map<String, Set<String>> taskGroups,
        Map<String, String> names,
        List<Flow> flows,
        Map<String, Set<String>> workerInputs,
        Map<String, Set<String>> workerResults,
        Set<String> errors,
        Optional<Integer> retentionDays) {

    /** Extension property of an external task: names of the variables its worker may set, as in {@code publicFacts}. */
    static final String WORKER_RESULTS = "workerResults";

    /** Extension property of an external task: names of the variables that are handed out with it, none without it. */
    static final String WORKER_INPUTS = "workerInputs";

    /** Extension property of the process: days, see {@link #retentionDays}. */
    static final String RETENTION_DAYS = "retentionDays";

    private static final int MOST_DAYS = 36_525;

    /** A sequence flow between two elements. */
    public record Flow(String id, String source, String target) {}

    static ProcessFile of(ModelFile file, String processKey) {
        Map<String, String> taskForms = new LinkedHashMap<>();
        Map<String, Set<String>> taskGroups = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        List<Flow> flows = new ArrayList<>();
        Map<String, Set<String>> workerInputs = new LinkedHashMap<>();
        Map<String, Set<String>> workerResults = new LinkedHashMap<>();
        Optional<String> start = Optional.empty();
        Optional<Integer> retention = Optional.empty();
        var process = Bpmn.all(file.root())
                .filter(at -> Bpmn.is(at, "process") && processKey.equals(at.getAttribute("id")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no process " + processKey + " in " + file.name()));
        for (var at : Bpmn.all(process).toList()) {
            if (at.hasAttribute("id")) {
                names.put(at.getAttribute("id"), at.getAttribute("name"));
            }
            if (Bpmn.isExtension(at, "property") && WORKER_RESULTS.equals(at.getAttribute("name"))) {
                workerResults.put(Bpmn.holderOf(at), PublicFacts.names(at.getAttribute("value")));
            } else if (Bpmn.isExtension(at, "property") && WORKER_INPUTS.equals(at.getAttribute("name"))) {
                workerInputs.put(Bpmn.holderOf(at), PublicFacts.names(at.getAttribute("value")));
            } else if (Bpmn.isExtension(at, "property") && RETENTION_DAYS.equals(at.getAttribute("name"))) {
                retention = days(at.getAttribute("value"));
            } else if (Bpmn.is(at, "sequenceFlow")) {
                flows.add(new Flow(at.getAttribute("id"), at.getAttribute("sourceRef"), at.getAttribute("targetRef")));
            } else if (Bpmn.is(at, "userTask")) {
                FormReference.of(at).ifPresent(form -> taskForms.put(at.getAttribute("id"), form));
                taskGroups.put(at.getAttribute("id"), groups(at));
            } else if (Bpmn.is(at, "startEvent") && at.getParentNode() == process && start.isEmpty()) {
                start = FormReference.of(at);
            }
        }
        Set<String> errors = Bpmn.all(file.root())
                .filter(at ->
                        Bpmn.is(at, "error") && !at.getAttribute("errorCode").isBlank())
                .map(at -> at.getAttribute("errorCode"))
                .collect(Collectors.toUnmodifiableSet());
        return new ProcessFile(
                start, taskForms, taskGroups, names, flows, workerInputs, workerResults, errors, retention);
    }

    /** A whole number of days up to a century; empty if it is none. */
    static Optional<Integer> days(String value) {
        return value.matches("\\d{1,5}") && Integer.parseInt(value) <= MOST_DAYS
                ? Optional.of(Integer.valueOf(value))
                : Optional.empty();
    }

    private static Set<String> groups(Element userTask) {
        return Bpmn.extension(userTask, "candidateGroups").stream()
                .flatMap(groups -> Arrays.stream(groups.split(",")))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
