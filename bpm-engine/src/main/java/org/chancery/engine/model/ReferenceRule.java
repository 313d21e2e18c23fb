package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/**
 * What a model refers to is there: forms and decisions in the same deployment, called processes also in force. A form is
 * named by its key: of one named by its file, as modelers did once, the engine keeps no version that a record could tell.
 */
final class ReferenceRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        Set<String> decisions = ids(files.decisions().stream(), "decision");
        Set<String> processes = ids(files.processes().stream(), "process");
        return Stream.concat(
                missing(files, decisions, processes),
                files.processes().stream().flatMap(file -> Bpmn.all(file.root()).flatMap(at -> formKeys(file, at))));
    }

    private static Stream<Finding> formKeys(ModelFile file, Element at) {
        return Bpmn.attributes(at)
                .filter(attribute -> "formKey".equals(attribute.getLocalName()))
                .map(attribute -> finding(file, at, "model.form-key", Map.of("form", attribute.getNodeValue())));
    }

    private static Stream<Finding> missing(Files files, Set<String> decisions, Set<String> processes) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .flatMap(at -> Stream.of(
                                        missing(
                                                file,
                                                at,
                                                "form",
                                                FormReference.of(at),
                                                files.forms().keySet()),
                                        missing(file, at, "decision", Bpmn.extension(at, "decisionRef"), decisions),
                                        called(at)
                                                .filter(key -> !files.known().test(key))
                                                .flatMap(key ->
                                                        missing(file, at, "process", Optional.of(key), processes)))
                                .flatMap(Optional::stream)));
    }

    private static Optional<String> called(Element at) {
        return Bpmn.is(at, "callActivity") ? Optional.of(at.getAttribute("calledElement")) : Optional.empty();
    }

    private static Optional<Finding> missing(
            ModelFile file, Element at, String kind, Optional<String> key, Set<String> present) {
        return key.filter(name -> !present.contains(name))
                .map(name -> finding(file, at, "model.missing-" + kind, Map.of("key", name)));
    }

    private static Set<String> ids(Stream<ModelFile> files, String localName) {
        return files.flatMap(file -> Bpmn.all(file.root()))
                .filter(at -> localName.equals(at.getLocalName()))
                .map(at -> at.getAttribute("id"))
                .collect(Collectors.toSet());
    }
}
