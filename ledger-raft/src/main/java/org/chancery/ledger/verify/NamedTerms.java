package org.chancery.ledger.verify;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.chancery.ledger.FindingWords;
import org.chancery.ledger.Wording;

/**
 * Says a finding of a certificate in the reader's language, with the names that organisations go by in public and those
 * that the model gives its elements. Persons are told as somebody of their organisation.
 */
final class NamedTerms {

    private final Words words;
    private final ModelNames model;
    private final ZoneId zone;

    NamedTerms(Words words, ModelNames model, ZoneId zone) {
        this.words = words;
        this.model = model;
        this.zone = zone;
    }

    /** Our own words as far as they are those that were signed; otherwise the reason as it was signed. */
    String say(CaseCertificateNote.Place place) {
        Optional<Wording> signed = wording(Words.ENGLISH, place);
        return signed.filter(said -> said.plain().equals(place.reason()))
                .flatMap(said -> wording(words.findings(), place))
                .map(this::named)
                .orElse(place.reason());
    }

    private static Optional<Wording> wording(FindingWords language, CaseCertificateNote.Place place) {
        return language.of(place.code(), place.element(), place.details());
    }

    private String named(Wording sentence) {
        StringBuilder text = new StringBuilder();
        List<Wording.Term> persons = new ArrayList<>();
        for (Wording.Part part : sentence.parts()) {
            switch (part) {
                case Wording.Text(String said) -> text.append(said);
                case Wording.Term term -> {
                    text.append(named(term, persons));
                    if (term.kind() == Wording.Kind.PERSON) {
                        persons.add(term);
                    }
                }
            }
        }
        return text.toString();
    }

    private String named(Wording.Term term, List<Wording.Term> before) {
        return switch (term.kind()) {
            case ELEMENT, PROCESS ->
                each(
                        term,
                        id -> model.name(id)
                                .map(name -> words.say("named", name, id))
                                .orElse(id));
            case ORG -> each(term, words::organisation);
            case PERSON -> person(term, before);
            case TIME -> moment(term.value());
            case ROLE -> words.role(term.value());
            case OFFICER -> officer(term.value());
            case FINDING -> words.findings().title(term.value()).orElse(term.value());
            case VALUE, FACT, RULE -> term.value();
        };
    }

    private String each(Wording.Term term, UnaryOperator<String> name) {
        return String.join(words.say("list.and"), term.each().stream().map(name).toList());
    }

    private String person(Wording.Term term, List<Wording.Term> before) {
        boolean another = before.stream().anyMatch(one -> one.organisation().equals(term.organisation()));
        if (term.organisation().isEmpty() || term.organisation().equals("public")) {
            return words.say(another ? "person.another" : "person");
        }
        return words.say(another ? "person.of.another" : "person.of", words.organisation(term.organisation()));
    }

    private String officer(String written) {
        String[] parts = written.split(" ", 2);
        return parts.length < 2 ? written : words.say("officer", words.organisation(parts[0]), words.role(parts[1]));
    }

    private String moment(String written) {
        try {
            return words.moment(Instant.parse(written), zone);
        } catch (DateTimeException e) {
            return written;
        }
    }
}
