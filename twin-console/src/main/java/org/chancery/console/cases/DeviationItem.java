package org.chancery.console.cases;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.chancery.console.access.People;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Sentence;
import org.chancery.console.shell.TermNames;
import org.chancery.engine.Actor;
import org.chancery.engine.EngineException;
import org.chancery.engine.Seals;
import org.chancery.ledger.Harmless;

/** One finding of a case; who may record it gives its ground here, or confirms what another one gave. */
class DeviationItem extends Div {

    private static final long serialVersionUID = 1;

    /** What the items of a case share. */
    record Shared(
            Seals seals,
            String number,
            String definitionId,
            Refusals refusals,
            OfficeTime time,
            People people,
            Drafts drafts,
            TermNames names) {}

    private final transient Shared with;
    private final transient Seals.Remark remark;
    private final Div above = new Div();

    DeviationItem(Shared with, Seals.Remark remark) {
        this.with = with;
        this.remark = remark;
        addClassName("finding");
        String language = getLocale().getLanguage().equals("en") ? "en" : "zh";
        String element = remark.place().element();
        Paragraph place = new Paragraph(t(
                remark.deviation() ? "finding.deviation" : "finding.notjudged",
                element.isEmpty()
                        ? "–"
                        : Harmless.of(with.names().element(element).orElse(element)),
                String.valueOf(remark.place().leaf())));
        place.addClassName("finding-place");
        add(place, new Sentence(remark.words().get(language), with.names()), signed());
        if (remark.deviation()) {
            remark.recorded().ifPresentOrElse(this::recorded, this::open);
        }
    }

    /** Whether it is about this place, of a case of the same name under the same model. */
    boolean isOf(Seals.Place place, Shared another) {
        return remark.place().equals(place)
                && with.number().equals(another.number())
                && with.definitionId().equals(another.definitionId());
    }

    /** Whether it shows this as it stands now. */
    boolean shows(Seals.Remark now) {
        return remark.equals(now);
    }

    /** For whoever holds it against a certificate: the sentence as witnesses sign it. */
    private Paragraph signed() {
        Paragraph raw =
                new Paragraph(new Code(Harmless.of(remark.words().get("en").plain())));
        raw.addClassName("as-signed");
        raw.getElement().setAttribute("lang", "en");
        return raw;
    }

    private void recorded(Seals.Confirmation confirmation) {
        Optional<Seals.Proposal> ground = remark.proposals().stream()
                .filter(one -> one.leaf() == confirmation.proposal())
                .findFirst();
        Div told = new Div();
        told.addClassName("inset");
        told.add(new Paragraph(t("finding.recorded", String.valueOf(confirmation.leaf()))));
        ground.ifPresent(one -> told.add(ground(one)));
        told.add(new Paragraph(t("finding.confirmed", who(confirmation.by()), at(confirmation.by()))));
        add(told);
    }

    private void open() {
        boolean authorised =
                SignedIn.actor().is(Actor.Role.AUDITOR) || SignedIn.actor().is(Actor.Role.ADMINISTRATOR);
        remark.proposals().forEach(proposal -> {
            Div told = new Div(ground(proposal));
            told.addClassName("inset");
            if (authorised) {
                boolean own = proposal.by().id().equals(SignedIn.actor().personId());
                told.add(own ? new Paragraph(t("finding.own")) : confirm(proposal));
            }
            add(told);
        });
        add(above);
        if (authorised) {
            add(form());
        } else {
            add(new Paragraph(t("finding.open")));
        }
    }

    private Div ground(Seals.Proposal proposal) {
        Paragraph text = new Paragraph(Harmless.of(proposal.ground()));
        text.addClassName("ground");
        return new Div(text, new Paragraph(t("finding.given", who(proposal.by()), at(proposal.by()))));
    }

    private NativeButton confirm(Seals.Proposal proposal) {
        return button(
                "finding.confirm",
                "primary",
                () -> with.seals().confirm(SignedIn.actor(), with.number(), remark.place(), proposal.leaf()));
    }

    private Div form() {
        GroundField field = new GroundField(
                "ground-" + Integer.toHexString(remark.place().hashCode()),
                t("finding.ground"),
                t("finding.ground.hint"),
                with.drafts().of(remark.place()),
                text -> with.drafts().keep(remark.place(), text));
        NativeButton propose = button("finding.propose", "plain", () -> {
            with.seals()
                    .propose(
                            SignedIn.actor(),
                            with.number(),
                            remark.place(),
                            with.drafts().of(remark.place()));
            with.drafts().keep(remark.place(), "");
            field.clear();
        });
        return new Div(field, propose);
    }

    private NativeButton button(String key, String style, Runnable act) {
        NativeButton button = new NativeButton(t(key));
        button.addClassNames("action", style);
        button.addClickListener(click -> {
            above.removeAll();
            try {
                act.run();
                above.add(new Notice(Notice.Kind.DONE, t("finding.done"), t("finding.done.text")));
            } catch (EngineException.InvalidInput unacceptable) {
                above.add(new Notice(Notice.Kind.PROBLEM, t("finding.unacceptable"), problems(unacceptable)));
            } catch (EngineException refusal) {
                above.add(with.refusals().notice(refusal, getLocale()));
            }
        });
        return button;
    }

    private String problems(EngineException.InvalidInput unacceptable) {
        return unacceptable.problems().stream()
                .map(one -> with.refusals().text(one.code(), one.details(), Map.of(), getLocale()))
                .collect(Collectors.joining(" "));
    }

    private String who(Seals.Person person) {
        String name = with.people().name(person.id(), getLocale()).orElseGet(() -> t("person.unnamed"));
        return t("person.of", name, t("role." + person.role()));
    }

    private String at(Seals.Person person) {
        return with.time().minute(person.at(), getLocale());
    }

    private String t(String key, Object... parameters) {
        return getTranslation(key, parameters);
    }
}
