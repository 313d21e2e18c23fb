package org.chancery.console.erasures;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chancery.console.access.People;
import org.chancery.console.shell.Facts;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Cases;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Hold;
import org.chancery.engine.Erasures.Person;
import org.chancery.engine.Erasures.State;

/** Erasures in the words of one reader. */
public final class ErasureWords {

    private final Texts texts;
    private final People people;
    private final OfficeTime time;

    public ErasureWords(Texts texts, People people, OfficeTime time) {
        this.texts = texts;
        this.people = people;
        this.time = time;
    }

    String say(Locale locale, String key, Object... parameters) {
        return texts.getTranslation(key, locale, parameters);
    }

    String state(Erasure erasure, Locale locale) {
        String key = erasure.state() == State.ERASED && !erasure.pending().isEmpty()
                ? "erasure.state.PENDING"
                : "erasure.state." + erasure.state();
        return say(locale, key, String.join(", ", erasure.pending()));
    }

    /** Whom a person of a case is, as far as the officer may know: which fields, and of lists what tells entries apart. */
    Div whom(Person person, Locale locale) {
        Div whom = new Div();
        whom.addClassName("entry-fields");
        if (person.applicant()) {
            whom.add(new Span(say(locale, "erasure.applicant")));
        }
        if (person.former()) {
            whom.add(new Span(say(locale, "erasure.former")));
        }
        person.fields().forEach(field -> whom.add(new Span(field(field, locale))));
        return whom;
    }

    private String field(Cases.Field field, Locale locale) {
        String label = ModelTexts.choose(field.labels(), locale);
        int place = field.name().indexOf('[');
        String name = place < 0
                ? label
                : label + " "
                        + (Integer.parseInt(field.name()
                                        .substring(place + 1, field.name().length() - 1))
                                + 1);
        return field.value()
                .map(value -> say(locale, "erasure.entry", name, plain(value)))
                .orElse(name);
    }

    /** The texts of an entry, without the machine's marks around them. */
    private static String plain(String json) {
        return List.of(json.replaceAll("[\\[\\]{}]", "").split(",")).stream()
                .map(member -> member.replaceAll("^\"[^\"]*\":", "").replace("\"", ""))
                .collect(Collectors.joining(", "));
    }

    String hold(Hold hold, Locale locale) {
        return hold.until()
                .map(until -> say(locale, "erasure.hold.RETENTION", hold.caseNumber(), time.day(until, locale)))
                .orElseGet(() -> say(locale, "erasure.hold.OPEN_CASE", hold.caseNumber()));
    }

    Facts facts(Erasure erasure, Locale locale) {
        Facts facts = new Facts()
                .fact(say(locale, "erasure.state"), state(erasure, locale))
                .fact(say(locale, "erasure.ground"), say(locale, "erasure.ground." + erasure.ground()))
                .fact(
                        say(locale, "erasure.requested"),
                        say(
                                locale,
                                "erasure.by",
                                who(erasure.requestedBy(), locale),
                                time.minute(erasure.requestedAt(), locale)));
        if (!erasure.despite().isEmpty()) {
            facts.fact(
                    say(locale, "erasure.despite"),
                    erasure.despite().stream()
                            .map(kind -> say(locale, "erasure.despite." + kind))
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        erasure.decidedAt()
                .ifPresent(at -> facts.fact(
                        say(locale, "erasure.decided"),
                        say(locale, "erasure.by", who(erasure.decidedBy(), locale), time.minute(at, locale))));
        erasure.erasedAt().ifPresent(at -> facts.fact(say(locale, "erasure.erased"), time.minute(at, locale)));
        if (erasure.state() == State.ERASED) {
            facts.fact(say(locale, "erasure.purged"), String.join(", ", erasure.purged()));
            facts.fact(say(locale, "erasure.certificate"), certificate(erasure, locale));
        }
        return facts;
    }

    Anchor certificate(Erasure erasure, Locale locale) {
        Anchor link = new Anchor("receipts/erasures/" + erasure.id(), say(locale, "erasure.certificate.get"));
        link.getElement().setAttribute("download", true);
        link.setRouterIgnore(true);
        return link;
    }

    String minute(java.time.Instant at, Locale locale) {
        return time.minute(at, locale);
    }

    private String who(String person, Locale locale) {
        return people.name(person, locale).orElseGet(() -> say(locale, "person.unnamed"));
    }
}
