package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/**
 * No scripts. FEEL alone is allowed, since it has no effects: in conditions, and where a task's input or output takes its
 * value, which is how the several outputs of a decision become variables.
 */
final class ScriptRule implements Rule {

    /** The only kind of work that the engine itself does not do; shell and mail would run on this machine. */
    private static final String WORKED_OUTSIDE = "external";

    @Override
    public Stream<Finding> check(Files files) {
        return Stream.concat(
                files.processes().stream().flatMap(file -> Bpmn.all(file.root()).flatMap(at -> process(file, at))),
                files.decisions().stream().flatMap(file -> Bpmn.all(file.root()).flatMap(at -> decision(file, at))));
    }

    private Stream<Finding> process(ModelFile file, Element at) {
        // by local name alone, as Operaton finds them
        if ("scriptTask".equals(at.getLocalName()) || ("script".equals(at.getLocalName()) && !isFeelParameter(at))) {
            return Stream.of(finding(file, at, "model.script", Map.of("kind", at.getLocalName())));
        }
        if ("connector".equals(at.getLocalName())) {
            return Stream.of(finding(file, at, "model.connector", Map.of()));
        }
        // on any element: what throws or ends with a message is worked like a service task
        String type = Bpmn.extension(at, "type").orElse(WORKED_OUTSIDE);
        if (!WORKED_OUTSIDE.equals(type)) {
            return Stream.of(finding(file, at, "model.task-type", Map.of("type", type)));
        }
        String language = at.getAttribute("language");
        boolean conditional = Bpmn.is(at, "conditionExpression") || Bpmn.is(at, "condition");
        if (conditional && Bpmn.extension(at, "resource").isPresent()) {
            return Stream.of(finding(file, at, "model.script", Map.of("kind", "resource")));
        }
        if (conditional && !language.isEmpty() && !"feel".equals(language)) {
            return Stream.of(finding(file, at, "model.language", Map.of("language", language)));
        }
        return Stream.empty();
    }

    private static boolean isFeelParameter(Element script) {
        return Bpmn.isExtension(script, "script")
                && "feel".equals(script.getAttribute("scriptFormat"))
                && !script.hasAttribute("resource")
                && script.getParentNode() instanceof Element parent
                && (Bpmn.isExtension(parent, "inputParameter") || Bpmn.isExtension(parent, "outputParameter"));
    }

    private Stream<Finding> decision(ModelFile file, Element at) {
        return Stream.of("expressionLanguage", "typeLanguage")
                .map(at::getAttribute)
                .filter(language -> !language.isEmpty() && !isFeel(language))
                .map(language -> finding(file, at, "model.language", Map.of("language", language)));
    }

    /** FEEL's names: plain, or one of the OMG's addresses. */
    private static boolean isFeel(String language) {
        return "feel".equalsIgnoreCase(language)
                || (language.matches("https?://www\\.omg\\.org/spec/.*") && language.contains("FEEL"));
    }
}
