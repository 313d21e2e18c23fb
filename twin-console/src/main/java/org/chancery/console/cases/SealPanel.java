package org.chancery.console.cases;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Rows;
import org.chancery.engine.Seals;
import org.chancery.ledger.Sealing;

/** Whether a case is sealed: who has signed what and since when, what was found, and who recorded it. */
class SealPanel extends Div {

    private static final long serialVersionUID = 1;

    private final transient OfficeTime time;

    SealPanel(String number, Seals.Seal seal, List<DeviationItem> findings, OfficeTime time) {
        this.time = time;
        addClassName("seal");
        add(new H2(t("seal.title")), state(seal));
        Sealing sealing = seal.sealing();
        sealing.trouble().ifPresent(trouble -> add(new Paragraph(t("seal.trouble", trouble))));
        if (sealing.needed() > 0) {
            add(signatures(sealing));
        }
        if (!sealing.signatures().isEmpty()) {
            add(certificate(number));
        }
        if (!findings.isEmpty()) {
            Div list = new Div();
            list.addClassName("findings");
            findings.forEach(list::add);
            add(list);
        }
    }

    private Notice state(Seals.Seal seal) {
        Notice.Kind kind = switch (seal.state()) {
            case SEALED -> Notice.Kind.DONE;
            case DEVIATED, NOT_JUDGED -> Notice.Kind.PROBLEM;
            case UNREAD, OPEN, AWAITING, NO_POLICY -> Notice.Kind.NOTE;
        };
        String since =
                seal.sealing().since().map(at -> time.second(at, getLocale())).orElse("");
        Notice notice = new Notice(kind, t("seal." + seal.state(), since), t("seal." + seal.state() + ".text"));
        notice.getElement().setAttribute("role", "status"); // it stands here always; nothing has just gone wrong
        notice.getElement().setAttribute("data-seal", seal.state().name());
        return notice;
    }

    private Rows signatures(Sealing sealing) {
        Rows rows = new Rows(
                t("seal.signatures"), List.of(t("seal.witness"), t("seal.states"), t("seal.signed"), t("seal.size")));
        for (Sealing.Signature one : sealing.signatures()) {
            rows.row(
                    new Span(one.witness()),
                    states(sealing, one),
                    new Span(time.second(one.at(), getLocale())),
                    new Span(String.valueOf(one.size())));
        }
        for (String missing : sealing.missing()) {
            String why = sealing.reasons().containsKey(missing)
                    ? t("seal.missing.why", sealing.reasons().get(missing))
                    : t("seal.missing");
            rows.row(new Span(missing), new Span(why), new Span("–"), new Span("–"));
        }
        return rows;
    }

    /** What it has signed since and what does not count takes this back: both are facts. */
    private Span states(Sealing sealing, Sealing.Signature one) {
        String verdict = t("seal.verdict." + one.verdict());
        return new Span(sealing.takenBackBy(one.witness())
                .map(newer -> t(
                        "seal.taken-back",
                        verdict,
                        time.second(newer.at(), getLocale()),
                        t("seal.verdict." + newer.verdict()),
                        sealing.reasons().getOrDefault(one.witness(), t("seal.taken-back.why"))))
                .orElse(verdict));
    }

    private Paragraph certificate(String number) {
        Anchor file = new Anchor("receipts/" + number + "/certificate", t("seal.certificate"));
        file.getElement().setAttribute("download", true);
        file.setRouterIgnore(true);
        Paragraph link = new Paragraph(file, new Span(t("seal.certificate.hint")));
        link.addClassName("case-proof");
        return link;
    }

    private String t(String key, Object... parameters) {
        return getTranslation(key, parameters);
    }
}
