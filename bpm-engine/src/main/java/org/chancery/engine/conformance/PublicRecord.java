package org.chancery.engine.conformance;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The public part of a record (canonical JSON) as far as the judge reads it. What two programs could read in two ways is
 * no record: a name that stands twice, something behind the end, a case whose name is written alike another's once it is
 * signed, a number beyond those that RFC 8785 can write.
 *
 * @param caseName the one case it is about; empty if there is none or several
 * @param complete whether the transitions stand here, and not only their hash
 */
record PublicRecord(long leaf, String kind, Instant time, String caseName, boolean complete, List<Step> steps) {

    /** The judge reads nothing in which these differ. */
    private static final Set<Object> VERSIONS = Set.of(2, 3);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Reads what others may take for a record. */
    private static final ObjectMapper LENIENT = new ObjectMapper();

    /** No blanks, controls or halves of characters: in signed lists these become others. */
    private static final Pattern CASE_NAME = Pattern.compile("(?U)\\p{Graph}{1,200}");

    /** Digits before and behind the point, more than a double has: written out, greater ones fill the memory. */
    private static final int MOST_DIGITS = 400;

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    /** A leaf that is no record of a version this judge knows. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Set<String> cases;

        /** @param cases that it names, as far as that can be read */
        private Unreadable(String reason, Throwable cause, Set<String> cases) {
            super(reason, cause);
            this.cases = cases;
        }

        Set<String> cases() {
            return cases;
        }
    }

    static PublicRecord read(long leaf, byte[] publicPart) throws Unreadable {
        Map<String, Object> members;
        try {
            members = JSON.readValue(publicPart, OBJECT);
        } catch (IOException e) {
            throw new Unreadable("it is no JSON object in one form", e, casesIn(publicPart));
        }
        if (members == null || members.get("v") == null || !VERSIONS.contains(members.get("v"))) {
            throw new Unreadable("it is no record of version " + VERSIONS, null, cases(members));
        }
        return read(leaf, members);
    }

    private static PublicRecord read(long leaf, Map<String, Object> members) throws Unreadable {
        try {
            numbers(members);
            Instant time = Instant.parse(text(members, "time"));
            List<Step> steps = new ArrayList<>();
            if (members.get("transitions") instanceof List<?> transitions) {
                for (Object transition : transitions) {
                    steps.add(step(leaf, steps.size(), time, members, object(transition)));
                }
            }
            return new PublicRecord(
                    leaf,
                    text(members, "kind"),
                    time,
                    caseName(members),
                    !members.containsKey("transitionsHash"),
                    List.copyOf(steps));
        } catch (RuntimeException e) { // whatever stands where something else should
            throw new Unreadable("it is no record", e, cases(members));
        }
    }

    private static void numbers(Object value) {
        switch (value) {
            case Map<?, ?> object -> object.values().forEach(PublicRecord::numbers);
            case Collection<?> list -> list.forEach(PublicRecord::numbers);
            case Integer small -> {}
            case Long small -> {}
            case Number number -> {
                BigDecimal decimal = new BigDecimal(number.toString());
                if (decimal.precision() > MOST_DIGITS || Math.abs((long) decimal.scale()) > MOST_DIGITS) {
                    throw new ArithmeticException("a number is too large, or too small");
                }
            }
            case null, default -> {}
        }
    }

    private static Set<String> casesIn(byte[] publicPart) {
        try {
            return cases(LENIENT.readValue(publicPart, OBJECT));
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** The cases that a record of whatever version names where this one does. */
    private static Set<String> cases(Map<String, Object> members) {
        if (members == null) {
            return Set.of();
        }
        Set<String> cases = new LinkedHashSet<>();
        cases.add(text(members, "case"));
        if (members.get("transitions") instanceof List<?> transitions) {
            transitions.forEach(one -> {
                if (one instanceof Map<?, ?> transition && transition.get("case") instanceof String name) {
                    cases.add(name);
                }
            });
        }
        cases.removeIf(name -> !CASE_NAME.matcher(name).matches());
        return cases;
    }

    private static Step step(
            long leaf, int number, Instant time, Map<String, Object> record, Map<String, Object> members) {
        Map<String, Object> model = members.containsKey("model") || members.containsKey("process") ? members : record;
        Map<String, Object> actor = object(record.getOrDefault("actor", Map.of()));
        return new Step(
                leaf,
                number,
                at(members, time),
                time,
                text(members, "type"),
                caseName(members.containsKey("case") ? members : record),
                text(members, "element"),
                text(members, "instance"),
                text(members, "scope"),
                model(model),
                texts(members.get("flows")),
                object(members.getOrDefault("facts", Map.of())),
                actor.isEmpty() ? Optional.empty() : Optional.of(new Step.Who(text(actor, "org"), text(actor, "key"))),
                members);
    }

    /** Nothing happens after it was recorded, whatever it says. */
    private static Instant at(Map<String, Object> members, Instant time) {
        Instant at = members.containsKey("at") ? Instant.parse(text(members, "at")) : time;
        return at.isAfter(time) ? time : at;
    }

    private static Optional<ModelRef> model(Map<String, Object> members) {
        return members.get("version") instanceof Number version
                ? Optional.of(new ModelRef(text(members, "process"), version.longValue(), text(members, "model")))
                : Optional.empty();
    }

    private static List<String> texts(Object list) {
        return list instanceof List<?> all
                ? all.stream().map(String.class::cast).toList()
                : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    private static String caseName(Map<String, Object> members) {
        String name = text(members, "case");
        if (!name.isEmpty() && !CASE_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a case");
        }
        return name;
    }

    private static String text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }
}
