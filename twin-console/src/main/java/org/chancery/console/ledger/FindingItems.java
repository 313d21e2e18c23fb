package org.chancery.console.ledger;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.chancery.console.shell.Sentence;
import org.chancery.console.shell.TermNames;
import org.chancery.engine.Seals;
import org.chancery.ledger.Harmless;
import org.chancery.ledger.Judgement;

/** What a witness's statement lists: in words and names where this node found the same, and always as it is signed. */
final class FindingItems {

    /** Longer than any sentence of ours; what a witness of others lists may be of any length. */
    private static final int LONGEST = 2000;

    private final Function<Judgement, Optional<Seals.Told>> told;
    private final BiFunction<String, Long, TermNames> names;
    private final Locale locale;
    private final BiFunction<String, Object[], String> translation;

    /**
     * @param names of a process, by its key and version
     * @param translation text of a key with parameters
     */
    FindingItems(
            Function<Judgement, Optional<Seals.Told>> told,
            BiFunction<String, Long, TermNames> names,
            Locale locale,
            BiFunction<String, Object[], String> translation) {
        this.told = told;
        this.names = names;
        this.locale = locale;
        this.translation = translation;
    }

    ListItem of(Judgement finding) {
        Optional<Seals.Told> known = told.apply(finding);
        TermNames terms =
                known.map(one -> names.apply(one.process(), one.version())).orElseGet(() -> names.apply("", 0L));
        return switch (finding) {
            case Judgement.Deviation one ->
                item(
                        translate("ledger.deviation", String.valueOf(one.leaf()), element(terms, one.element())),
                        known,
                        terms,
                        one.reason());
            case Judgement.NotJudged one ->
                item(translate("ledger.notjudged", String.valueOf(one.leaf())), known, terms, one.reason());
            case Judgement.Recorded one ->
                item(
                        translate(
                                "ledger.recorded",
                                String.valueOf(one.leaf()),
                                String.valueOf(one.of()),
                                element(terms, one.element())),
                        known,
                        terms,
                        one.reason());
            case Judgement.Lawful lawful -> new ListItem();
        };
    }

    private ListItem item(String head, Optional<Seals.Told> known, TermNames terms, String reason) {
        ListItem item = new ListItem(new Span(head));
        String language = locale.getLanguage().equals("en") ? "en" : "zh";
        known.ifPresent(one -> item.add(new Sentence(one.words().get(language), terms)));
        Paragraph signed = new Paragraph(new Code(Harmless.of(shortened(reason))));
        signed.addClassName("as-signed");
        signed.getElement().setAttribute("lang", "en");
        item.add(signed);
        return item;
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "…";
    }

    private static String element(TermNames terms, String id) {
        return id.isEmpty() ? "–" : Harmless.of(terms.element(id).orElse(id));
    }

    private String translate(String key, Object... details) {
        return translation.apply(key, details);
    }
}
