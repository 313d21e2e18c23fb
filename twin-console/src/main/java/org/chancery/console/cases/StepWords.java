package org.chancery.console.cases;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.engine.Cases;

/**
 * Puts a step of a case into words.
 *
 * @param definitionId the case's process
 * @param translation text of a key with parameters; the key itself if there is none
 */
record StepWords(
        String definitionId,
        ModelTexts texts,
        OfficeTime time,
        Locale locale,
        BiFunction<String, Object[], String> translation) {

    /** What a reader of the case wants to see at once. */
    private static final Set<String> PLAIN = Set.of(
            "claimed",
            "released",
            "assigned",
            "incident",
            "incident-resolved",
            "status",
            "decision",
            "deadlines",
            "deviation-proposed",
            "deviation-recorded",
            "erasure-requested",
            "erasure-declined",
            "erasure-confirmed",
            "erased");

    /** Whether the step concerns the case and not only the machinery. */
    static boolean isPlain(Cases.Step step, Elements elements) {
        return switch (step.transition()) {
            case "started" -> elements.tellsBeginning(step.element());
            case "completed", "passed" -> elements.tellsEnd(step.element());
            case "cancelled" -> elements.tellsCancelling(step.element());
            default -> PLAIN.contains(step.transition());
        };
    }

    /** For any reader: no names of facts, no codes. */
    String plain(Cases.Step step) {
        return told(
                step,
                switch (step.transition()) {
                    case "status" -> translate("status." + fact(step, "status"));
                    case "decision" -> rules(step);
                    case "deviation-proposed", "deviation-recorded" ->
                        String.valueOf(step.details().getOrDefault("ground", ""));
                    case "erasure-requested", "erasure-declined", "erasure-confirmed", "erased" ->
                        translate("erasure.ground." + step.details().get("ground"));
                    case "deadlines" ->
                        Stream.of("promised", "statutory")
                                .map(name -> translate("case." + name) + " " + day(fact(step, name)))
                                .collect(Collectors.joining(", "));
                    default -> "";
                });
    }

    /** The same with every fact that the record holds, by its name. */
    String technical(Cases.Step step) {
        String facts = facts(step);
        String told = told(step, facts);
        return told.contains(facts) ? told : told + " " + facts;
    }

    private String told(Cases.Step step, String more) {
        String element = texts.element(definitionId, step.element(), step.elementName(), locale);
        String key = "transition." + step.transition();
        String told = translate(key, element, more);
        return (told.equals(key) ? step.transition() + " " + element : told).strip();
    }

    private String rules(Cases.Step step) {
        Map<?, ?> decision = map(step.details().get("decision"));
        String model = String.valueOf(decision.get("model"));
        if (!(decision.get("rules") instanceof Collection<?> rules)) {
            return translate("transition.decision.withheld");
        }
        return rules.isEmpty()
                ? translate("transition.decision.none")
                : rules.stream()
                        .map(rule -> texts.rule(definitionId, model, String.valueOf(rule), locale))
                        .collect(Collectors.joining("; "));
    }

    private static String fact(Cases.Step step, String name) {
        return Optional.<Object>ofNullable(map(step.details().get("facts")).get(name))
                .map(Object::toString)
                .orElse("");
    }

    private String day(String instant) {
        try {
            return time.day(Instant.parse(instant), locale);
        } catch (DateTimeParseException e) {
            return "–";
        }
    }

    /** Every fact as {@code name = value}, those inside others as {@code outer.inner = value}. */
    static String facts(Cases.Step step) {
        return flat("", step.details()).collect(Collectors.joining(", "));
    }

    private static Stream<String> flat(String name, Object value) {
        if (value instanceof Map<?, ?> members) {
            Map<String, Object> sorted = new TreeMap<>();
            members.forEach((key, member) -> sorted.put(String.valueOf(key), member));
            String prefix = name.isEmpty() ? "" : name + ".";
            return sorted.entrySet().stream().flatMap(member -> flat(prefix + member.getKey(), member.getValue()));
        }
        String text = value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining("; "))
                : String.valueOf(value);
        return Stream.of(name + " = " + text);
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private String translate(String key, Object... parameters) {
        return translation.apply(key, parameters);
    }
}
