package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/** Every user task says whose it is (one department, or the applicant) and which form it is done with. */
final class DutyRule implements Rule {

    private static final String APPLICANT = "${applicant}";
    /** BPMN's own ways to say who performs a task (BPMN 2.0 §10.3.4), which would stand beside the checked ones. */
    private static final Set<String> PERFORMERS = Set.of("performer", "humanPerformer", "potentialOwner");

    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9-]*");

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream().flatMap(file -> Bpmn.all(file.root()).flatMap(at -> check(file, at)));
    }

    private static Stream<Finding> check(ModelFile file, Element at) {
        if (Bpmn.is(at, "userTask")) {
            return Stream.concat(duty(file, at), form(file, at));
        }
        // by local name alone, as Operaton finds them
        return PERFORMERS.contains(at.getLocalName())
                ? Stream.of(finding(file, at, "model.performer", Map.of("kind", at.getLocalName())))
                : Stream.empty();
    }

    private static Stream<Finding> duty(ModelFile file, Element task) {
        Optional<String> groups = Bpmn.extension(task, "candidateGroups");
        List<String> persons = Stream.of("assignee", "candidateUsers")
                .flatMap(name -> Bpmn.extension(task, name).stream())
                .toList();
        List<Finding> others = persons.stream()
                .filter(person -> !person.strip().equals(APPLICANT))
                .map(person -> finding(file, task, "model.assignee", Map.of("assignee", person)))
                .toList();
        if (!others.isEmpty()) {
            return others.stream();
        }
        if (persons.isEmpty() && groups.isEmpty()) {
            return Stream.of(finding(file, task, "model.no-group", Map.of()));
        }
        if (groups.isPresent() && !GROUP.matcher(groups.get().strip()).matches()) {
            return Stream.of(finding(file, task, "model.group", Map.of("group", groups.get())));
        }
        return Stream.empty();
    }

    private static Stream<Finding> form(ModelFile file, Element task) {
        return FormReference.of(task).isEmpty()
                ? Stream.of(finding(file, task, "model.no-form", Map.of()))
                : Stream.empty();
    }
}
