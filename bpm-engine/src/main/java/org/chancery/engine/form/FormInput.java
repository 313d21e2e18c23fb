package org.chancery.engine.form;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.chancery.engine.EngineException.InvalidInput;
import org.chancery.engine.EngineException.InvalidInput.Problem;
import org.chancery.engine.FieldCheck;

/**
 * Checks what was entered against a form and gives back typed values. All problems are told at once, in form order.
 *
 * <p>A value that is empty is treated as not given, a list of persons aside: given and empty, it says that nobody is in
 * it any more, while one that is not given leaves everybody in it. Values come back as text, {@code Long}, {@code Double} or
 * {@code Boolean}; lists as JSON text.
 */
public final class FormInput {

    /** Longest text in UTF-16 units, since a process variable has a column of that size. */
    public static final int MAX_TEXT = 4_000;

    /** Longest list as JSON, when it is kept as a personal field; a public one is a variable: {@link #MAX_TEXT}. */
    public static final int MAX_LIST = 16_000;

    /** Most entries of a list of which each is about a person of its own, since each gets a key. */
    public static final int MAX_PERSONS = 100;

    /** The value of a personal field that was emptied: what the case holds of it is to go. */
    public static final String EMPTIED = "";

    /** Most unknown fields that are named; of the rest it is told how many they are. */
    private static final int MAX_UNKNOWN = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, FieldCheck> checks;

    public FormInput(Map<String, FieldCheck> checks) {
        this.checks = Map.copyOf(checks);
    }

    /**
     * @return field key to typed value, in form order; of fields that were left empty only the
     *     personal ones, see {@link #EMPTIED}
     * @throws InvalidInput with every problem
     */
    public Map<String, Object> check(FormSchema form, Map<String, ?> entered) {
        List<Problem> problems = new ArrayList<>();
        Map<String, Object> values = fields(form.fields(), entered, "", problems);
        if (!problems.isEmpty()) {
            throw new InvalidInput(problems);
        }
        return values;
    }

    /** A kept value as form-js expects it: lists are objects there, and text here. */
    public static Object shown(FormField field, Object kept) {
        boolean list = field.kind() == FormField.Kind.LIST || field.kind() == FormField.Kind.CHOICES;
        if (!list || !(kept instanceof String text)) {
            return kept;
        }
        try {
            return JSON.readValue(text, List.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the list '" + field.key() + "' was not kept as JSON", e);
        }
    }

    private Map<String, Object> fields(
            List<FormField> fields, Map<String, ?> entered, String prefix, List<Problem> problems) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, Object> left = new LinkedHashMap<>(entered);
        for (FormField field : fields) {
            boolean given = left.containsKey(field.key());
            Object raw = left.remove(field.key());
            if (field.readOnly()) {
                continue; // a screen sends back what it showed; it is neither an error nor a change
            }
            String name = prefix + field.key();
            boolean required = isRequired(field, entered);
            if (!isEmpty(raw) && !(required && isUnticked(field, raw))) {
                typed(field, name, raw, problems).ifPresent(value -> values.put(field.key(), value));
            } else if (required) {
                problems.add(problem(name, "field.required"));
            } else if (given && prefix.isEmpty() && field.personal()) {
                emptied(field, raw).ifPresent(value -> values.put(field.key(), value));
            }
        }
        unknown(left.keySet(), prefix, problems);
        return values;
    }

    private static void unknown(Set<String> keys, String prefix, List<Problem> problems) {
        keys.stream()
                .limit(MAX_UNKNOWN)
                .forEach(key -> problems.add(problem(prefix + abbreviated(key), "field.unknown")));
        keys.stream()
                .skip(MAX_UNKNOWN)
                .findFirst()
                .ifPresent(key -> problems.add(new Problem(
                        prefix + abbreviated(key), "field.unknown-more", Map.of("more", keys.size() - MAX_UNKNOWN))));
    }

    /** What was given and left empty takes back what the case holds; what was not given leaves it as it is. */
    private static Optional<Object> emptied(FormField field, Object raw) {
        if (!field.isOfPersons()) {
            return Optional.of(EMPTIED);
        }
        return raw instanceof List<?> ? Optional.of("[]") : Optional.empty();
    }

    private static boolean isUnticked(FormField field, Object raw) {
        return field.kind() == FormField.Kind.BOOLEAN && Boolean.FALSE.equals(raw);
    }

    private static boolean isRequired(FormField field, Map<String, ?> entered) {
        FormField.Limits limits = field.limits();
        return limits.required()
                || limits.requiredIf()
                        .filter(chosen -> chosen.option().equals(String.valueOf(entered.get(chosen.key()))))
                        .isPresent();
    }

    private Optional<Object> typed(FormField field, String name, Object raw, List<Problem> problems) {
        return switch (field.kind()) {
            case TEXT -> text(field, name, raw, problems);
            case NUMBER -> number(field, name, raw, problems);
            case BOOLEAN ->
                raw instanceof Boolean ? Optional.of(raw) : refuse(problems, problem(name, "field.boolean"));
            case CHOICE -> choice(field, name, raw, problems);
            case DATE -> date(name, raw, problems);
            case TIME -> text(field, name, raw, problems);
            case CHOICES -> choices(field, name, raw, problems);
            case LIST -> list(field, name, raw, problems);
        };
    }

    private Optional<Object> text(FormField field, String name, Object raw, List<Problem> problems) {
        if (!(raw instanceof String text)) {
            return refuse(problems, problem(name, "field.text"));
        }
        FormField.Limits limits = field.limits();
        int max = Math.min(limits.maxLength().orElse(MAX_TEXT), MAX_TEXT);
        if (text.length() > max) {
            return refuse(problems, new Problem(name, "field.too-long", Map.of("max", max, "length", text.length())));
        }
        if (!isStorable(text)) {
            return refuse(problems, problem(name, "field.characters"));
        }
        int min = limits.minLength().orElse(0);
        if (text.length() < min) {
            return refuse(problems, new Problem(name, "field.too-short", Map.of("min", min)));
        }
        if (limits.pattern().isPresent()
                && !limits.pattern().get().matcher(text).find()) {
            return refuse(problems, problem(name, "field.pattern"));
        }
        return field.check().isPresent() ? checked(field.check().get(), name, text, problems) : Optional.of(text);
    }

    private Optional<Object> checked(String checkName, String name, String text, List<Problem> problems) {
        FieldCheck check = checks.get(checkName);
        if (check == null) { // the model came from a node that had it; what nobody checked is not let in
            return refuse(problems, new Problem(name, "field.check-missing", Map.of("check", checkName)));
        }
        String kept = check.kept(text);
        Optional<String> wrong = check.problem(kept);
        return wrong.isPresent() ? refuse(problems, problem(name, wrong.get())) : Optional.of(kept);
    }

    private static Optional<Object> number(FormField field, String name, Object raw, List<Problem> problems) {
        BigDecimal number;
        try {
            String text = String.valueOf(raw).strip();
            if (text.length() > 30 || !(raw instanceof Number || raw instanceof String)) {
                return refuse(problems, problem(name, "field.number"));
            }
            number = new BigDecimal(text);
        } catch (NumberFormatException e) {
            return refuse(problems, problem(name, "field.number"));
        }
        FormField.Limits limits = field.limits();
        if (limits.min().isPresent() && number.compareTo(limits.min().get()) < 0) {
            return refuse(
                    problems,
                    new Problem(name, "field.min", Map.of("min", limits.min().get())));
        }
        if (limits.max().isPresent() && number.compareTo(limits.max().get()) > 0) {
            return refuse(
                    problems,
                    new Problem(name, "field.max", Map.of("max", limits.max().get())));
        }
        OptionalInt decimals = limits.decimals();
        if (decimals.isPresent() && number.stripTrailingZeros().scale() > decimals.getAsInt()) {
            return refuse(problems, new Problem(name, "field.decimals", Map.of("max", decimals.getAsInt())));
        }
        try {
            return Optional.of(number.longValueExact());
        } catch (ArithmeticException e) {
            double value = number.doubleValue();
            return Double.isFinite(value) ? Optional.of(value) : refuse(problems, problem(name, "field.number"));
        }
    }

    private static Optional<Object> choice(FormField field, String name, Object raw, List<Problem> problems) {
        String chosen =
                raw instanceof Number || raw instanceof Boolean ? raw.toString() : raw instanceof String s ? s : "";
        boolean offered = field.options().isEmpty()
                ? chosen.length() <= MAX_TEXT
                : field.options().contains(chosen);
        return offered && !chosen.isEmpty() && isStorable(chosen)
                ? Optional.of(chosen)
                : refuse(problems, problem(name, "field.option"));
    }

    private static Optional<Object> date(String name, Object raw, List<Problem> problems) {
        try {
            return Optional.of(LocalDate.parse(String.valueOf(raw)).toString());
        } catch (DateTimeParseException e) {
            return refuse(problems, problem(name, "field.date"));
        }
    }

    private static Optional<Object> choices(FormField field, String name, Object raw, List<Problem> problems) {
        boolean offered = raw instanceof List<?> chosen
                && chosen.stream()
                        .allMatch(one -> one instanceof String text
                                && (field.options().isEmpty() || field.options().contains(text)));
        return offered ? json(field, name, raw, problems) : refuse(problems, problem(name, "field.option"));
    }

    private Optional<Object> list(FormField field, String name, Object raw, List<Problem> problems) {
        if (!(raw instanceof List<?> entries)) {
            return refuse(problems, problem(name, "field.list"));
        }
        if (field.isOfPersons() && entries.size() > MAX_PERSONS) {
            return refuse(problems, new Problem(name, "field.too-many", Map.of("max", MAX_PERSONS)));
        }
        int before = problems.size();
        List<Map<String, Object>> typed = new ArrayList<>();
        for (int i = 0; i < entries.size() && problems.size() - before < 20; i++) {
            String prefix = name + "[" + i + "].";
            if (entries.get(i) instanceof Map<?, ?> entry) {
                Map<String, Object> named = new LinkedHashMap<>();
                entry.forEach((key, value) -> named.put(String.valueOf(key), value));
                typed.add(fields(field.items(), named, prefix, problems));
            } else {
                problems.add(problem(name + "[" + i + "]", "field.list"));
            }
        }
        return problems.size() > before ? Optional.empty() : json(field, name, typed, problems);
    }

    private static Optional<Object> json(FormField field, String name, Object value, List<Problem> problems) {
        try {
            String text = JSON.writeValueAsString(value);
            int max = field.personal() ? MAX_LIST : MAX_TEXT;
            return text.length() <= max
                    ? Optional.of(text)
                    : refuse(
                            problems,
                            new Problem(name, "field.list-too-long", Map.of("max", max, "length", text.length())));
        } catch (JsonProcessingException e) {
            return refuse(problems, problem(name, "field.list"));
        }
    }

    /** PostgreSQL cannot store the character 0, and half a surrogate pair has no UTF-8 form. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }

    private static boolean isEmpty(Object raw) {
        return raw == null
                || (raw instanceof String text && text.isBlank())
                || (raw instanceof List<?> list && list.isEmpty());
    }

    private static String abbreviated(String key) {
        return key.length() <= 64 ? key : key.substring(0, 64) + "…";
    }

    private static Problem problem(String field, String code) {
        return new Problem(field, code, Map.of());
    }

    private static Optional<Object> refuse(List<Problem> problems, Problem problem) {
        problems.add(problem);
        return Optional.empty();
    }
}
