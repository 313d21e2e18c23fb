package org.chancery.console.ledger;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import java.util.Optional;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Rows;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.Witnesses;

/** Who watches the log from outside: how far each has cosigned it, and what each states of its lawfulness. */
class WitnessList extends Div {

    private static final long serialVersionUID = 1;

    /** More would push the entries off the screen; the signed statement has them all. */
    private static final int FINDINGS_SHOWN = 20;

    private final transient OfficeTime time;
    private final transient FindingItems items;

    WitnessList(Witnesses witnesses, OfficeTime time, FindingItems items) {
        this.time = time;
        this.items = items;
        List<WitnessStatus> all = witnesses.status();
        List<Lawfulness> statements = witnesses.lawfulness();
        add(new H2(t("ledger.witnesses")));
        if (all.isEmpty()) {
            add(new Paragraph(t("ledger.witnesses.none")));
            return;
        }
        all.stream()
                .filter(witness -> witness.splitViews() > 0)
                .forEach(witness -> add(
                        new Notice(Notice.Kind.PROBLEM, t("ledger.split.title"), t("ledger.split", witness.name()))));
        Rows rows = new Rows(
                t("ledger.witnesses"),
                List.of(t("ledger.witness"), t("ledger.cosigned"), t("ledger.cosigned.at"), t("ledger.lawful")));
        for (WitnessStatus witness : all) {
            Optional<Lawfulness> said = statements.stream()
                    .filter(statement -> statement.witness().startsWith(witness.name() + "/"))
                    .findFirst();
            rows.row(
                    text(witness.name()),
                    text(witness.trouble()
                            .orElseGet(() -> String.valueOf(witness.head().size()))),
                    text(witness.at().map(at -> time.second(at, getLocale())).orElse("–")),
                    opinion(witness, said));
        }
        add(rows);
        addFindings(ToldFindings.of(statements));
    }

    private Component opinion(WitnessStatus witness, Optional<Lawfulness> said) {
        Optional<Component> stated = said.map(this::opinion);
        Optional<Component> silent = witness.silence().map(this::silence);
        return stated.isPresent() && silent.isPresent()
                ? new Div(stated.get(), new Text(" "), silent.get())
                : stated.or(() -> silent).orElseGet(() -> text("–"));
    }

    private Component silence(JudgeSilence silence) {
        return text(t(silence.lasting() ? "ledger.judge.stopped" : "ledger.judge.silent", silence.why()));
    }

    private Component opinion(Lawfulness said) {
        long deviations = count(said, Judgement.Deviation.class);
        long notJudged = count(said, Judgement.NotJudged.class);
        String size = String.valueOf(said.head().size());
        String at = time.second(said.at(), getLocale());
        Span words = text(
                deviations + notJudged == 0
                        ? t("ledger.lawful.all", size, at)
                        : t("ledger.lawful.but", size, String.valueOf(deviations), String.valueOf(notJudged), at));
        return new Div(words, new Text(" "), link("lawfulness/" + said.keyId(), "ledger.lawful.note", said));
    }

    private Anchor link(String address, String words, Lawfulness said) {
        Anchor link = new Anchor(address, t(words));
        link.setRouterIgnore(true);
        link.setAriaLabel(t(words) + " (" + said.witness() + ")");
        return link;
    }

    private void addFindings(ToldFindings found) {
        if (!found.apart().isEmpty()) {
            add(new Paragraph(t("ledger.findings.apart")));
            list(found.apart().stream().map(this::disputed).toList());
            add(new Paragraph(t("ledger.findings.apart.hint")));
        }
        if (!found.agreed().isEmpty()) {
            add(new Paragraph(t("ledger.findings.agreed")));
            list(found.agreed().stream().map(this::item).toList());
        }
    }

    private void list(List<ListItem> items) {
        UnorderedList list = new UnorderedList();
        items.stream().limit(FINDINGS_SHOWN).forEach(list::add);
        add(list);
        if (items.size() > FINDINGS_SHOWN) {
            add(new Paragraph(t("ledger.findings.more", String.valueOf(items.size() - FINDINGS_SHOWN))));
        }
    }

    private ListItem disputed(ToldFindings.Disputed one) {
        ListItem item = item(one.finding());
        item.add(new Text(t("ledger.findings.by", String.join(", ", one.by()), String.join(", ", one.notBy()))));
        return item;
    }

    private ListItem item(Judgement finding) {
        return items.of(finding);
    }

    private static long count(Lawfulness said, Class<? extends Judgement> kind) {
        return said.findings().stream().filter(kind::isInstance).count();
    }

    private static Span text(String words) {
        return new Span(words);
    }

    private String t(String key, Object... details) {
        return getTranslation(key, details);
    }
}
