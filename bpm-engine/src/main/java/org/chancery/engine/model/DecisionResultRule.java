package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/** A decision's result is one small typed value; lists and maps would be kept as serialised Java objects. */
final class DecisionResultRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(DecisionResultRule::keepsMoreThanAnEntry)
                        .map(at -> finding(file, at, "model.decision-result", Map.of())));
    }

    private static boolean keepsMoreThanAnEntry(Element at) {
        return Bpmn.extension(at, "decisionRef").isPresent()
                && Bpmn.extension(at, "resultVariable").isPresent()
                && !Bpmn.extension(at, "mapDecisionResult").orElse("").equals("singleEntry");
    }
}
