package org.chancery.engine.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormField;
import org.chancery.engine.form.FormSchema;

/**
 * A field is about the same person in every form that takes it in, or about nobody in all of them. Otherwise what one
 * form seals under a person's key would be sealed again under another's, or written in clear, and an erasure would miss
 * it.
 */
final class SubjectCheck {

    private record Subject(String file, String name) {}

    private final Map<String, Subject> subjects = new HashMap<>();
    /** Field key to the first form that takes it in in clear. */
    private final Map<String, String> clear = new HashMap<>();

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
                Optional.ofNullable(clear.get(field.key()))
                        .ifPresent(other -> findings.add(inClear(file, field, other, file)));
            } else if (!field.readOnly()) {
                clear.putIfAbsent(field.key(), file);
                Optional.ofNullable(subjects.get(field.key()))
                        .ifPresent(other -> findings.add(inClear(file, field, file, other.file())));
            }
        }
        return findings;
    }

    private static Finding inClear(String found, FormField field, String clear, String personal) {
        return new Finding(
                found,
                field.key(),
                "form.privacy",
                Map.of("field", field.key(), "public", clear, "personal", personal));
    }
}
