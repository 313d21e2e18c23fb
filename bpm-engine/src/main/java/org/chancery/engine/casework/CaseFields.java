package org.chancery.engine.casework;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.FieldTable;
import org.chancery.engine.casework.CaseRights.Sight;
import org.chancery.engine.form.FormField;
import org.chancery.engine.model.DeployedModels;
import org.chancery.engine.model.ProcessFile;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.HistoryService;

/**
 * What was entered and decided in a case, as far as a person may know it: fields of its start form, then of its task
 * forms, in form order.
 */
final class CaseFields {

    private final HistoryService history;
    private final DeployedModels models;
    private final PersonKeys keys;

    CaseFields(HistoryService history, DeployedModels models, PersonKeys keys) {
        this.history = history;
        this.models = models;
        this.keys = keys;
    }

    List<Field> of(Connection connection, CaseFile file, Sight sight) {
        Map<String, Object> variables = new HashMap<>();
        history.createHistoricVariableInstanceQuery()
                .processInstanceId(file.rootId())
                .disableBinaryFetching()
                .list()
                .forEach(variable -> variables.put(variable.getName(), variable.getValue()));
        Map<String, FieldTable.Opened> personal = new FieldTable(connection, keys).of(file.number());
        Map<String, String> chinese = models.texts(file.definitionId(), "zh-CN");
        Map<String, String> english = models.texts(file.definitionId(), "en");
        List<Field> fields = new ArrayList<>();
        for (FormField field : formFields(file.definitionId())) {
            if (!sight.knows(field)) {
                continue;
            }
            String key = "field." + field.key();
            Map<String, String> labels = Map.of(
                    "zh-CN", chinese.getOrDefault(key, field.label()),
                    "en", english.getOrDefault(key, field.label()));
            if (personal.containsKey(field.key())) {
                fields.addAll(personal(field.key(), labels, personal.get(field.key()), sight));
            } else if (variables.get(field.key()) != null) {
                String value = variables.get(field.key()).toString();
                fields.add(new Field(field.key(), labels, Optional.of(value), Field.State.SHOWN));
            }
        }
        return fields;
    }

    /** Each entry of a list of persons is a field of its own, since one of them may be erased alone. */
    private static List<Field> personal(String key, Map<String, String> labels, FieldTable.Opened opened, Sight sight) {
        if (opened.entries().isEmpty()) {
            return List.of(personal(key, key, labels, opened, sight));
        }
        List<Field> fields = new ArrayList<>();
        opened.entries().forEach((place, entry) -> {
            Map<String, String> numbered = new HashMap<>(labels);
            numbered.replaceAll((language, label) -> label + " " + (place + 1));
            FieldTable.Opened listed =
                    new FieldTable.Opened(entry.value().map(text -> "[" + text + "]"), entry.erased(), entry.entries());
            fields.add(personal(key, FieldTable.entry(key, place), numbered, listed, sight));
        });
        return fields;
    }

    private static Field personal(
            String key, String name, Map<String, String> labels, FieldTable.Opened opened, Sight sight) {
        if (opened.erased()) {
            return new Field(name, labels, Optional.empty(), Field.State.ERASED);
        }
        return sight.shows(key)
                ? new Field(name, labels, opened.value(), Field.State.SHOWN)
                : new Field(name, labels, Optional.empty(), Field.State.HIDDEN);
    }

    private Iterable<FormField> formFields(String definitionId) {
        ProcessFile process = models.files().process(definitionId);
        Map<String, FormField> fields = new LinkedHashMap<>();
        Stream.concat(process.startForm().stream(), process.taskForms().values().stream())
                .distinct()
                .flatMap(form -> models.files().form(definitionId, form).fields().stream())
                .forEach(field -> fields.putIfAbsent(field.key(), field));
        return fields.values();
    }
}
