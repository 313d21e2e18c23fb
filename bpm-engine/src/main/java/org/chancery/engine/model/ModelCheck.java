package org.chancery.engine.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.form.FormField;
import org.chancery.engine.form.FormSchema;

/**
 * Everything a deployment must satisfy before the engine reads it. All findings are given at once, in the order of file
 * names, so that an analyst mends a model in one round.
 */
public final class ModelCheck {

    /** Largest file in bytes; a BPMN model of a whole agency has some hundred kilobytes. */
    private static final int MAX_FILE_BYTES = 2 * 1024 * 1024;

    private static final List<Rule> RULES = List.of(
            new NamespaceRule(),
            new ScriptRule(),
            new ClassNameRule(),
            new ExpressionRule(),
            new DutyRule(),
            new FlowRule(),
            new ReservedNameRule(),
            new ReferenceRule(),
            new PublicFactRule(),
            new WorkerVariableRule(),
            new RetentionRule(),
            new DecisionResultRule());

    private final Set<String> works;
    private final Set<String> checks;

    /**
     * @param works names of the work that models may call
     * @param checks names of the checks that form fields may name
     */
    public ModelCheck(Set<String> works, Set<String> checks) {
        this.works = Set.copyOf(works);
        this.checks = Set.copyOf(checks);
    }

    /**
     * @param resources file name to content
     * @param known whether a process with this key is in force already
     * @return every finding; empty if the deployment may go on to the engine's own parser
     */
    public List<Finding> check(Map<String, byte[]> resources, Predicate<String> known) {
        List<Finding> findings = new ArrayList<>();
        List<ModelFile> processes = new ArrayList<>();
        List<ModelFile> decisions = new ArrayList<>();
        Map<String, String> forms = new TreeMap<>();
        Set<String> personal = new HashSet<>();
        SubjectCheck subjects = new SubjectCheck();
        new TreeMap<>(resources).forEach((name, content) -> {
            if (content.length > MAX_FILE_BYTES) {
                findings.add(new Finding(name, "", "model.too-large", Map.of("max", MAX_FILE_BYTES)));
                return;
            }
            Optional<Finding> encoding = TextFile.encoding(name, content);
            if (encoding.isPresent()) {
                findings.add(encoding.get());
                return;
            }
            switch (suffix(name)) {
                case "bpmn" -> read(name, content, processes, findings);
                case "dmn" -> read(name, content, decisions, findings);
                case "form" -> readForm(name, content, forms, personal, subjects, findings);
                case "properties" -> findings.addAll(TextFile.check(name, content));
                default -> findings.add(new Finding(name, "", "model.file-type", Map.of()));
            }
        });
        Files files = new Files(processes, decisions, forms, personal, works, known);
        RULES.stream().flatMap(rule -> rule.check(files)).forEach(findings::add);
        return findings;
    }

    private static void read(String name, byte[] content, List<ModelFile> into, List<Finding> findings) {
        try {
            into.add(ModelFile.read(name, content));
        } catch (ModelFile.Unreadable e) {
            findings.add(e.finding());
        }
    }

    private void readForm(
            String name,
            byte[] content,
            Map<String, String> forms,
            Set<String> personal,
            SubjectCheck subjects,
            List<Finding> findings) {
        try {
            FormSchema form = FormSchema.parse(new String(content, StandardCharsets.UTF_8));
            forms.put(form.id(), name);
            form.fields().stream()
                    .filter(FormField::personal)
                    .map(FormField::key)
                    .forEach(personal::add);
            findings.addAll(subjects.check(name, form));
            allFields(form.fields())
                    .filter(field -> field.check().isPresent()
                            && !checks.contains(field.check().get()))
                    .forEach(field -> findings.add(new Finding(
                            name,
                            field.key(),
                            "form.unknown-check",
                            Map.of("check", field.check().get()))));
        } catch (FormSchema.Malformed e) {
            findings.add(new Finding(name, "", "form.malformed", Map.of("reason", e.getMessage())));
        }
    }

    /** The fields, and those inside lists. */
    private static Stream<FormField> allFields(List<FormField> fields) {
        return fields.stream().flatMap(field -> Stream.concat(Stream.of(field), allFields(field.items())));
    }

    private static String suffix(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
