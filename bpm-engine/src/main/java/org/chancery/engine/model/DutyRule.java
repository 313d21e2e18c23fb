package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/** Every user task says whose it is (one department, or the applicant) and which form it is done with. */
final class DutyRule implements Rule {

    private static final String APPLICANT = "${applicant}";
    private static final Pattern GROUP = Pattern.compile("[a-z][a-z0-9-]*");

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(at -> Bpmn.is(at, "userTask"))
                        .flatMap(at -> Stream.concat(duty(file, at), form(file, at))));
    }

    private static Stream<Finding> duty(ModelFile file, Element task) {
        Optional<String> groups = Bpmn.extension(task, "candidateGroups");
        Optional<String> person = Bpmn.extension(task, "assignee").or(() -> Bpmn.extension(task, "candidateUsers"));
        if (person.isPresent() && !person.get().strip().equals(APPLICANT)) {
            return Stream.of(finding(file, task, "model.assignee", Map.of("assignee", person.get())));
        }
        if (person.isEmpty() && groups.isEmpty()) {
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
