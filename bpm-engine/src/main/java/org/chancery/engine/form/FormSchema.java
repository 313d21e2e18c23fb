package org.chancery.engine.form;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.StreamSupport;

/**
 * A form-js schema as far as the engine is concerned: its key and the fields that hold values, in form order.
 *
 * @param id the form's key
 */
public record FormSchema(String id, List<FormField> fields) {

    /** Variables that a case is filed with and that nobody may set afterwards. */
    public static final Set<String> RESERVED = Set.of("applicant", "caseNumber", "organisation");

    /** Leaves room for an entry's place behind the list's key. */
    private static final int LONGEST_LIST_OF_PERSONS = 56;

    /** Levels of braces and brackets; screens read forms with limits of their own, which are higher. */
    private static final int DEEPEST = 100;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Set<String> STATIC =
            Set.of("text", "html", "image", "spacer", "separator", "button", "table", "documentPreview");

    public FormSchema {
        fields = List.copyOf(fields);
    }

    /** Why a schema cannot be used. */
    public static final class Malformed extends Exception {
        private Malformed(String reason) {
            super(reason);
        }
    }

    public Optional<FormField> field(String key) {
        return fields.stream().filter(field -> field.key().equals(key)).findFirst();
    }

    /** The case's title, if this form takes it in. */
    public Optional<String> title(Map<String, Object> values) {
        return fields.stream()
                .filter(field -> field.title() && !field.readOnly())
                .flatMap(field -> Optional.ofNullable(values.get(field.key())).stream())
                .map(Object::toString)
                .findFirst();
    }

    public static FormSchema parse(String schema) throws Malformed {
        JsonNode root;
        try {
            root = JSON.readTree(schema);
        } catch (JsonProcessingException e) {
            throw new Malformed("not JSON: " + e.getOriginalMessage());
        }
        if (!root.isObject()) {
            throw new Malformed("it is no JSON object");
        }
        if (root.toString().codePoints().anyMatch(FormSchema::isHalfACharacter)) {
            throw new Malformed("it contains half of a character (an unpaired \\ud800 to \\udfff)");
        }
        String id = root.path("id").asText("");
        if (id.isEmpty()) {
            throw new Malformed("the form has no id");
        }
        List<FormField> fields = fields(root.path("components"));
        Set<String> keys = new HashSet<>();
        for (FormField field : fields) {
            if (!keys.add(field.key())) {
                throw new Malformed("the key '" + field.key() + "' is used twice");
            }
        }
        requireChoices(fields);
        return new FormSchema(id, fields);
    }

    /** What makes a field a required one is a choice that this form offers, beside the field. */
    private static void requireChoices(List<FormField> fields) throws Malformed {
        for (FormField field : fields) {
            Optional<FormField.Chosen> condition = field.limits().requiredIf();
            if (condition.isPresent()
                    && fields.stream()
                            .noneMatch(other -> other.key()
                                            .equals(condition.get().key())
                                    && other.kind() == FormField.Kind.CHOICE
                                    && !other.readOnly()
                                    && other.options().contains(condition.get().option()))) {
                throw new Malformed(
                        "requiredIf of '" + field.key() + "' must name a choice of this form as KEY=OPTION");
            }
            requireChoices(field.items());
        }
    }

    private static List<FormField> fields(JsonNode components) throws Malformed {
        if (!components.isArray() && !components.isMissingNode()) {
            throw new Malformed("'components' must be a list");
        }
        List<FormField> fields = new ArrayList<>();
        for (JsonNode component : components) {
            String type = component.path("type").asText();
            if ("group".equals(type)) {
                if (!component.path("path").asText("").isEmpty()) {
                    throw new Malformed("a group must not nest its values under a path");
                }
                fields.addAll(fields(component.path("components")));
            } else if (!STATIC.contains(type)) {
                fields.add(field(type, component));
            }
        }
        return fields;
    }

    private static FormField field(String type, JsonNode component) throws Malformed {
        FormField.Kind kind = kind(type, component);
        String key =
                component.path(kind == FormField.Kind.LIST ? "path" : "key").asText("");
        if (RESERVED.contains(key)) {
            throw new Malformed("the key '" + key + "' is reserved");
        }
        if (!key.matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
            throw new Malformed(
                    "'" + key + "' is no usable field key: a letter, then letters, digits or _, at most 64");
        }
        JsonNode properties = component.path("properties");
        String privacy = properties.path("privacy").asText("personal"); // a forgotten mark must not cost privacy
        if (!privacy.equals("personal") && !privacy.equals("public")) {
            throw new Malformed("privacy of '" + key + "' must be personal or public");
        }
        Optional<String> check = Optional.ofNullable(properties.path("check").textValue());
        if (check.isPresent() && kind != FormField.Kind.TEXT) {
            throw new Malformed("'" + key + "' names a check, but only text is checked");
        }
        boolean title = properties.path("title").asBoolean(false);
        if (title && privacy.equals("personal")) {
            throw new Malformed("'" + key + "' cannot be the title: it is personal");
        }
        List<FormField> items = kind == FormField.Kind.LIST ? fields(component.path("components")) : List.of();
        String subject = subject(key, kind, privacy, properties, items);
        if (privacy.equals("public")) {
            allPublic(key, items);
        }
        return new FormField(
                key,
                kind,
                component.path("label").asText(key),
                privacy.equals("personal"),
                subject,
                component.path("readonly").asBoolean(false)
                        || component.path("disabled").asBoolean(false),
                title,
                properties.path("result").asBoolean(false),
                check,
                options(component),
                limits(key, component, requiredIf(key, properties)),
                items);
    }

    private static void allPublic(String list, List<FormField> items) throws Malformed {
        for (FormField item : items) {
            if (item.personal()) {
                throw new Malformed("the list '" + list + "' is public, but its field '" + item.key()
                        + "' is personal: mark the field public, or the list personal");
            }
        }
    }

    /** Whom the value is about. Within a list it is the list that says so. */
    private static String subject(
            String key, FormField.Kind kind, String privacy, JsonNode properties, List<FormField> items)
            throws Malformed {
        String subject = properties.path("subject").asText(FormField.APPLICANT);
        if (properties.has("subject") && !privacy.equals("personal")) {
            throw new Malformed("'" + key + "' has a subject, but is public");
        }
        if (!subject.matches("[A-Za-z][A-Za-z0-9]{0,63}")) {
            throw new Malformed("the subject of '" + key + "' must be a letter, then letters or digits, at most 64");
        }
        if (items.stream().anyMatch(item -> !item.subject().equals(FormField.APPLICANT))) {
            throw new Malformed("the subject of fields of the list '" + key + "' is the list's to say");
        }
        if (subject.equals(FormField.EACH) && kind != FormField.Kind.LIST) {
            throw new Malformed("the subject of '" + key + "' cannot be 'each': it is no list");
        }
        if (subject.equals(FormField.EACH) && key.length() > LONGEST_LIST_OF_PERSONS) {
            throw new Malformed("the key '" + key + "' is too long for a list of persons: at most "
                    + LONGEST_LIST_OF_PERSONS + " characters");
        }
        return subject;
    }

    private static FormField.Kind kind(String type, JsonNode component) throws Malformed {
        return switch (type) {
            case "textfield", "textarea" -> FormField.Kind.TEXT;
            case "number" -> FormField.Kind.NUMBER;
            case "checkbox" -> FormField.Kind.BOOLEAN;
            case "radio", "select" -> FormField.Kind.CHOICE;
            case "checklist", "taglist" -> FormField.Kind.CHOICES;
            case "datetime" ->
                "date".equals(component.path("subtype").asText("date")) ? FormField.Kind.DATE : FormField.Kind.TIME;
            case "dynamiclist" -> FormField.Kind.LIST;
            default -> throw new Malformed("components of type '" + type + "' are not supported");
        };
    }

    private static Set<String> options(JsonNode component) {
        Set<String> options = new LinkedHashSet<>();
        StreamSupport.stream(component.path("values").spliterator(), false)
                .map(option -> option.path("value").asText())
                .forEach(options::add);
        return options;
    }

    private static Optional<FormField.Chosen> requiredIf(String key, JsonNode properties) throws Malformed {
        if (!properties.has("requiredIf")) {
            return Optional.empty();
        }
        String[] sides = properties.path("requiredIf").asText().split("=", -1);
        if (sides.length != 2) {
            throw new Malformed("requiredIf of '" + key + "' must name a choice of this form as KEY=OPTION");
        }
        return Optional.of(new FormField.Chosen(sides[0].strip(), sides[1].strip()));
    }

    private static FormField.Limits limits(String key, JsonNode component, Optional<FormField.Chosen> requiredIf)
            throws Malformed {
        JsonNode validate = component.path("validate");
        try {
            return new FormField.Limits(
                    validate.path("required").asBoolean(false),
                    requiredIf,
                    length(validate.path("minLength")),
                    length(validate.path("maxLength")),
                    Optional.ofNullable(validate.path("pattern").textValue())
                            .filter(pattern -> !pattern.isEmpty())
                            .map(Pattern::compile),
                    number(validate.path("min")),
                    number(validate.path("max")),
                    length(component.path("decimalDigits")));
        } catch (PatternSyntaxException e) {
            throw new Malformed("the pattern of '" + key + "' is not a regular expression: " + e.getDescription());
        } catch (NumberFormatException e) {
            throw new Malformed("a bound of '" + key + "' is no number, or negative");
        }
    }

    private static OptionalInt length(JsonNode node) {
        return node.asText("").isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseUnsignedInt(node.asText()));
    }

    private static boolean isHalfACharacter(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        return node.asText("").isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(node.asText()));
    }
}
