package org.chancery.engine.model;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/** The form an element names: by key, or in Camunda Modeler's older way by file name. */
final class FormReference {

    private static final Pattern FILE = Pattern.compile("camunda-forms:deployment:(.+)\\.form");

    private FormReference() {}

    static Optional<String> of(Element element) {
        Optional<String> key = Bpmn.extension(element, "formRef").map(String::strip);
        return key.isPresent() ? key : Bpmn.extension(element, "formKey").map(FormReference::keyOf);
    }

    private static String keyOf(String formKey) {
        Matcher file = FILE.matcher(formKey.strip());
        return file.matches() ? file.group(1) : formKey.strip();
    }
}
