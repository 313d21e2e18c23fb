package org.chancery.engine.model;

import java.util.Optional;
import org.w3c.dom.Element;

/** The form an element names, by its key. */
final class FormReference {

    private FormReference() {}

    static Optional<String> of(Element element) {
        return Bpmn.extension(element, "formRef").map(String::strip);
    }
}
