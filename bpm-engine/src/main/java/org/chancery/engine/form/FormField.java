package org.chancery.engine.form;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One field of a form that holds a value.
 *
 * @param key name of its value
 * @param kind what the value may be
 * @param label label as the schema has it; bundles may translate it
 * @param personal whether its value is personal and therefore never becomes a process variable
 * @param subject whom a personal value is about, as the form names them within its case: {@link #APPLICANT}, {@link
 *     #EACH}, or a name such as {@code legalRep}
 * @param readOnly shown, never written
 * @param title whether its value is the case's title
 * @param result whether its value is what a department decided, for everybody who works on the case
 * @param check name of the check its value must pass
 * @param options values a choice may have; empty if the schema leaves them open
 * @param limits bounds the schema sets
 * @param items fields of each entry, for a list
 */
public record FormField(
        String key,
        Kind kind,
        String label,
        boolean personal,
        String subject,
        boolean readOnly,
        boolean title,
        boolean result,
        Optional<String> check,
        Set<String> options,
        Limits limits,
        List<FormField> items) {

    /** The subject of a field that names none: whoever the case belongs to. */
    public static final String APPLICANT = "applicant";

    /** The subject of a list of which each entry is about a person of its own. */
    public static final String EACH = "each";

    /** Names of checks that only the number of one person, or of one organisation, passes. */
    private static final Set<String> IDENTIFIERS = Set.of("citizen-id", "credit-code");

    /** What a field's value may be. */
    public enum Kind {
        TEXT,
        NUMBER,
        BOOLEAN,
        CHOICE,
        /** A calendar date, ISO 8601. */
        DATE,
        /** A time of day or a moment, as form-js writes it. */
        TIME,
        /** Several choices. */
        CHOICES,
        /** Entries that each have fields of their own. */
        LIST
    }

    /** That a choice of the same form was made, e.g. {@code decision=refuse}. */
    public record Chosen(String key, String option) {}

    /**
     * Bounds of a value; lengths in UTF-16 units, as form-js counts.
     *
     * @param required whether there must be one, whatever else was entered
     * @param requiredIf what makes it one that there must be
     * @param decimals most digits behind the point of a number
     */
    public record Limits(
            boolean required,
            Optional<Chosen> requiredIf,
            OptionalInt minLength,
            OptionalInt maxLength,
            Optional<Pattern> pattern,
            Optional<BigDecimal> min,
            Optional<BigDecimal> max,
            OptionalInt decimals) {}

    public FormField {
        options = Set.copyOf(options);
        items = List.copyOf(items);
    }

    /** Whether each entry of this list is about a person of its own. */
    public boolean isOfPersons() {
        return personal && subject.equals(EACH);
    }

    /** Whether its value tells one person, or one organisation, from all others: GB 11643, GB 32100. */
    public boolean identifies() {
        return check.filter(IDENTIFIERS::contains).isPresent();
    }

    /** Whether a form takes in a personal value by it. */
    public boolean takesPersonal() {
        return personal && !readOnly;
    }
}
