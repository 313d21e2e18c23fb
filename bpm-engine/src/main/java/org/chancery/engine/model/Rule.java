package org.chancery.engine.model;

import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;

/** One group of rules over a deployment's files. */
interface Rule {

    Stream<Finding> check(Files files);

    static Finding finding(ModelFile file, Element element, String code, Map<String, Object> details) {
        return new Finding(file.name(), Bpmn.idOf(element), code, details);
    }
}
