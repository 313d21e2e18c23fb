package org.chancery.engine.model;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/** Every sequence flow has an id: records name the flows that a case took by it. */
final class FlowRule implements Rule {

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream()
                .flatMap(file -> Bpmn.all(file.root())
                        .filter(at -> Bpmn.is(at, "sequenceFlow")
                                && at.getAttribute("id").isBlank())
                        .map(flow -> finding(file, flow)));
    }

    /** Found at the element that the flow leaves, since the flow itself cannot be named. */
    private static Finding finding(ModelFile file, Element flow) {
        String source = flow.getAttribute("sourceRef");
        return new Finding(
                file.name(),
                source,
                "model.flow-without-id",
                Map.of("source", source, "target", flow.getAttribute("targetRef")));
    }
}
