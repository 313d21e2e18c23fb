package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.gate.PublicFacts;

/**
 * What a worker outside is given or may set stands in clear: neither who applied, nor a field that a form keeps as
 * personal.
 */
final class WorkerVariableRule implements Rule {

    private static final Map<String, String> CODES =
            Map.of(ProcessFile.WORKER_INPUTS, "model.worker-input", ProcessFile.WORKER_RESULTS, "model.worker-result");

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(at -> Bpmn.isExtension(at, "property") && CODES.containsKey(at.getAttribute("name")))
                        .flatMap(at -> PublicFacts.names(at.getAttribute("value")).stream()
                                .filter(name -> FormSchema.RESERVED.contains(name)
                                        || files.personal().contains(name))
                                .sorted()
                                .map(name ->
                                        finding(file, at, CODES.get(at.getAttribute("name")), Map.of("name", name)))));
    }
}
