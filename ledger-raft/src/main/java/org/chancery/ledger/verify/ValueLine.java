package org.chancery.ledger.verify;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.Salt;

/** One line of a receipt that tells of a value its record commits to: an object in canonical JSON (RFC 8785). */
final class ValueLine {

    private static final Set<String> WITHHELD = Set.of("name", "transition");
    private static final Set<String> SHOWN = Set.of("name", "salt", "transition", "value");
    private static final Set<String> PERSONAL = Set.of("name", "personal", "salt", "transition", "value");
    private static final Set<String> PERSONAL_MEMBERS = Set.of("case", "salt", "text");

    private ValueLine() {}

    static String render(CommittedValue value) {
        StringBuilder line = new StringBuilder("{\"name\":").append(JsonText.quoted(value.name()));
        value.opened()
                .flatMap(Opened::personal)
                .ifPresent(personal -> line.append(",\"personal\":{\"case\":")
                        .append(JsonText.quoted(personal.caseNumber()))
                        .append(",\"salt\":\"")
                        .append(personal.salt().base64())
                        .append("\",\"text\":")
                        .append(JsonText.quoted(personal.text()))
                        .append('}'));
        value.opened()
                .ifPresent(opened -> line.append(",\"salt\":\"")
                        .append(opened.salt().base64())
                        .append('"'));
        line.append(",\"transition\":").append(value.transition());
        value.opened().ifPresent(opened -> line.append(",\"value\":").append(JsonText.quoted(opened.value())));
        return line.append('}').toString();
    }

    /** @return empty if the line is not one as {@link #render} writes it */
    static Optional<CommittedValue> parse(String line) {
        return JsonText.object(line)
                .flatMap(ValueLine::value)
                .filter(value -> render(value).equals(line));
    }

    private static Optional<CommittedValue> value(Map<String, Object> members) {
        Set<String> names = members.keySet();
        Optional<String> name = text(members, "name");
        OptionalLong transition = members.get("transition") instanceof JsonText.Number number
                ? Canonical.number(number.written())
                : OptionalLong.empty();
        if (name.isEmpty() || transition.isEmpty() || transition.getAsLong() > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        int number = (int) transition.getAsLong();
        if (names.equals(WITHHELD)) {
            return Optional.of(new CommittedValue(number, name.get(), Optional.empty()));
        }
        Optional<Personal> personal = personal(members.get("personal"));
        if (!names.equals(SHOWN) && !(names.equals(PERSONAL) && personal.isPresent())) {
            return Optional.empty();
        }
        return salt(members)
                .flatMap(salt -> text(members, "value").map(value -> new Opened(salt, value, personal)))
                .map(opened -> new CommittedValue(number, name.get(), Optional.of(opened)));
    }

    private static Optional<Personal> personal(Object personal) {
        return personal instanceof Map<?, ?> members && members.keySet().equals(PERSONAL_MEMBERS)
                ? salt(members)
                        .flatMap(salt -> part(members, "case")
                                .flatMap(number -> part(members, "text").map(text -> new Personal(number, salt, text))))
                : Optional.empty();
    }

    /** Between case, field and text stands a NUL: were there others, two of these could have one commitment. */
    private static Optional<String> part(Map<?, ?> members, String name) {
        return text(members, name).filter(text -> text.indexOf('\0') < 0);
    }

    private static Optional<Salt> salt(Map<?, ?> members) {
        return text(members, "salt")
                .flatMap(Canonical::base64)
                .filter(salt -> salt.length == Salt.LENGTH)
                .map(Salt::new);
    }

    private static Optional<String> text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
