package org.chancery.console.cases;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Rows;
import org.chancery.engine.Seals;
import org.chancery.ledger.Sealing;

/** Whether a case is sealed: who has signed what and since when, what was found, and who recorded it. */
class SealPanel extends Div {

    private static final long serialVersionUID = 1;

    private final transient OfficeTime time;

    private final Div findings = new Div();
    private final transient List<DeviationItem> items = new ArrayList<>();

    SealPanel(OfficeTime time) {
        this.time = time;
        addClassName("seal");
        findings.addClassName("findings");
    }

    void show(String number, Seals.Seal seal, DeviationItem.Shared with) {
        List<Component> standing = new ArrayList<>(List.of(new H2(t("seal.title")), state(seal)));
        Sealing sealing = seal.sealing();
        sealing.trouble().ifPresent(trouble -> standing.add(new Paragraph(t("seal.trouble", trouble))));
        if (sealing.needed() > 0) {
            standing.add(signatures(sealing));
        }
        if (!sealing.signatures().isEmpty()) {
            standing.add(certificate(number));
        }
        getChildren().filter(child -> child != findings).toList().forEach(this::remove);
        for (int i = 0; i < standing.size(); i++) {
            addComponentAtIndex(i, standing.get(i));
        }
        if (seal.remarks().isEmpty()) {
            remove(findings);
        } else if (findings.getParent().isEmpty()) {
            add(findings);
        }
        show(seal.remarks(), with);
    }

    /** What has not changed is left alone: somebody may be writing in it. */
    private void show(List<Seals.Remark> remarks, DeviationItem.Shared with) {
        boolean same = remarks.size() == items.size()
                && IntStream.range(0, remarks.size())
                        .allMatch(i -> items.get(i).isOf(remarks.get(i).place(), with));
        if (!same) {
            findings.removeAll();
            items.clear();
        }
        for (int i = 0; i < remarks.size(); i++) {
            if (!same) {
                items.add(new DeviationItem(with, remarks.get(i)));
                findings.add(items.get(i));
            } else if (!items.get(i).shows(remarks.get(i))) {
                DeviationItem now = new DeviationItem(with, remarks.get(i));
                findings.replace(items.set(i, now), now);
            }
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
