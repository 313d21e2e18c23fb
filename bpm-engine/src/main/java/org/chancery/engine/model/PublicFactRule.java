package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormSchema;
import org.chancery.engine.gate.PublicFacts;

/** What a process lists as public facts is nobody's: neither who applied, nor a field that a form keeps as personal. */
final class PublicFactRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(at -> Bpmn.isExtension(at, "property")
                                && PublicFacts.PROPERTY.equals(at.getAttribute("name")))
                        .flatMap(at -> PublicFacts.names(at.getAttribute("value")).stream()
                                .filter(name -> FormSchema.RESERVED.contains(name)
                                        || files.personal().contains(name))
                                .sorted()
                                .map(name -> finding(file, at, "model.public-fact", Map.of("fact", name)))));
    }
}
