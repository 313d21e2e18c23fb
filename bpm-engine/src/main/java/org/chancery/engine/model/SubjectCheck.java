package org.chancery.engine.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormField;
import org.chancery.engine.form.FormSchema;

/**
 * A field is about the same person in every form that takes it in. Otherwise what one form seals under a person's key
 * would be sealed again under another's, and an erasure would miss it.
 */
final class SubjectCheck {

    private record Subject(String file, String name) {}

    private final Map<String, Subject> subjects = new HashMap<>();

    /** Checks a form against those that were checked before. */
    List<Finding> check(String file, FormSchema form) {
        List<Finding> findings = new ArrayList<>();
        for (FormField field : form.fields()) {
            if (field.takesPersonal()) {
                Subject first = subjects.computeIfAbsent(field.key(), key -> new Subject(file, field.subject()));
                if (!first.name().equals(field.subject())) {
                    findings.add(new Finding(
                            file,
                            field.key(),
                            "form.subject",
                            Map.of(
                                    "field", field.key(),
                                    "subject", field.subject(),
                                    "other", first.name(),
                                    "file", first.file())));
                }
            }
        }
        return findings;
    }
}
