package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.gate.PublicFacts;

/** What a worker outside may set stands in clear: neither who applied, nor a field that a form keeps as personal. */
final class WorkerResultRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(at -> Bpmn.isExtension(at, "property")
                                && ProcessFile.WORKER_RESULTS.equals(at.getAttribute("name")))
                        .flatMap(at -> PublicFacts.names(at.getAttribute("value")).stream()
                                .filter(name -> FormSchema.RESERVED.contains(name)
                                        || files.personal().contains(name))
                                .sorted()
                                .map(name -> finding(file, at, "model.worker-result", Map.of("name", name)))));
    }
}
