package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;

/** For how long a case's personal data are kept after its end is a number of days, stated for the whole process. */
final class RetentionRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(at -> Bpmn.isExtension(at, "property")
                                && ProcessFile.RETENTION_DAYS.equals(at.getAttribute("name")))
                        .filter(at -> ProcessFile.days(at.getAttribute("value")).isEmpty())
                        .map(at -> finding(file, at, "model.retention", Map.of("value", at.getAttribute("value")))));
    }
}
