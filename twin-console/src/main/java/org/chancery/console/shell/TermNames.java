package org.chancery.console.shell;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.chancery.ledger.FindingWords;
import org.chancery.ledger.Harmless;
import org.chancery.ledger.Wording;

/**
 * Puts names for what a sentence about a case has as ids: elements as the model calls them, organisations as the public
 * knows them, and persons as somebody of their organisation. What has no name here stays as it is.
 *
 * @param definitionId the case's process; empty if it is not known
 * @param translation text of a key with parameters; the key itself if there is none
 */
public record TermNames(
        String definitionId,
        ModelTexts texts,
        OfficeTime time,
        Locale locale,
        BiFunction<String, Object[], String> translation) {

    /**
     * A piece of a sentence. It is text, whatever it looks like.
     *
     * @param raw what the record has in its place; empty if that is what is shown
     */
    public record Piece(String shown, Optional<String> raw) {

        public Piece {
            shown = Harmless.of(shown);
            raw = raw.map(Harmless::of);
        }

        private static Piece text(String shown) {
            return new Piece(shown, Optional.empty());
        }
    }

    /** The sentence, piece by piece. */
    public List<Piece> of(Wording sentence) {
        List<Piece> pieces = new ArrayList<>();
        List<Wording.Term> persons = new ArrayList<>();
        for (Wording.Part part : sentence.parts()) {
            switch (part) {
                case Wording.Text(String text) -> pieces.add(Piece.text(text));
                case Wording.Term term
                when term.kind() == Wording.Kind.PERSON -> {
                    pieces.add(new Piece(person(term, persons), Optional.of(term.value())));
                    persons.add(term);
                }
                case Wording.Term term -> several(term, pieces);
            }
        }
        return pieces;
    }

    private void several(Wording.Term term, List<Piece> pieces) {
        boolean first = true;
        for (String id : term.each()) {
            if (!first) {
                pieces.add(Piece.text(translate("list.and")));
            }
            first = false;
            pieces.add(name(term.kind(), id)
                    .map(name -> new Piece(name, Optional.of(id)))
                    .orElseGet(() -> Piece.text(id)));
        }
    }

    private Optional<String> name(Wording.Kind kind, String id) {
        return switch (kind) {
            case ELEMENT, PROCESS ->
                element(id).map(name -> translate("term.named", name)).or(() -> way(id));
            case FACT -> text("field." + id).map(name -> translate("term.named", name));
            case RULE -> text("rule." + id).map(name -> translate("term.named", name));
            case ORG -> organisation(id);
            case TIME -> moment(id);
            case ROLE -> role(id);
            case OFFICER -> officer(id);
            case FINDING -> new FindingWords(locale).title(id);
            case VALUE, PERSON -> Optional.empty();
        };
    }

    private Optional<String> text(String key) {
        return definitionId.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(texts.of(definitionId, locale).get(key));
    }

    /** What the model calls an element; empty if it does not. */
    public Optional<String> element(String id) {
        return definitionId.isEmpty() ? Optional.empty() : texts.named(definitionId, id, locale);
    }

    /** A flow without a name is known by where it leads. */
    private Optional<String> way(String id) {
        return definitionId.isEmpty()
                ? Optional.empty()
                : texts.way(definitionId, id)
                        .map(way -> translate(
                                "term.way",
                                element(way.from()).orElse(way.from()),
                                element(way.to()).orElse(way.to())));
    }

    private Optional<String> organisation(String code) {
        String key = "org." + code;
        return Optional.of(translate(key)).filter(name -> !name.equals(key));
    }

    private Optional<String> role(String code) {
        String key = "role." + code;
        return Optional.of(translate(key)).filter(name -> !name.equals(key));
    }

    /** Written as organisation, space and role. */
    private Optional<String> officer(String written) {
        String[] parts = written.split(" ", 2);
        return parts.length < 2
                ? Optional.empty()
                : organisation(parts[0])
                        .flatMap(office -> role(parts[1]).map(role -> translate("term.officer", office, role)));
    }

    /** Who it was the ledger does not say, and must not. */
    private String person(Wording.Term term, List<Wording.Term> before) {
        boolean another = before.stream().anyMatch(one -> one.organisation().equals(term.organisation()));
        Optional<String> office = Optional.of(term.organisation())
                .filter(code -> !code.isEmpty() && !code.equals("public"))
                .map(code -> organisation(code).orElse(code));
        return office.map(name -> translate(another ? "term.clerk.another" : "term.clerk", name))
                .orElseGet(() -> translate(another ? "term.person.another" : "term.person"));
    }

    private Optional<String> moment(String written) {
        try {
            return Optional.of(time.second(Instant.parse(written), locale));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private String translate(String key, Object... parameters) {
        return translation.apply(key, parameters);
    }
}
