package org.chancery.console.cases;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.console.access.People;
import org.chancery.console.access.SignedIn;
import org.chancery.console.diagram.Diagram;
import org.chancery.console.erasures.ErasureWords;
import org.chancery.console.erasures.OwnErasure;
import org.chancery.console.inbox.InboxView;
import org.chancery.console.shell.Facts;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Screen;
import org.chancery.console.shell.TermNames;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;
import org.chancery.engine.Seals;
import org.chancery.engine.Tasks;

/** One case: where it stands, what is known of it, and every step with its place in the ledger. */
@Route("case")
@PermitAll
public class CaseView extends Screen implements HasUrlParameter<String> {

    private static final long serialVersionUID = 1;

    private record Shown(Cases.View view, List<Cases.Step> steps, List<Tasks.Task> mine, Seals.Seal seal) {}

    private final transient Engine engine;
    private final transient ModelTexts texts;
    private final transient OfficeTime time;
    private final transient People people;
    private final Div head = new Div();
    private final Div diagramPlace = new Div();
    private final Div standing = new Div();
    private final Section facts = new Section();
    private final Section trail = new Section();
    private final SealPanel seal;
    private final transient Refusals refusals;
    private transient Drafts drafts = new Drafts();
    private final OwnErasure own;
    private Diagram diagram;
    private String drawn = "";
    private transient Shown shown;
    private String number = "";

    public CaseView(
            Engine engine,
            ModelTexts texts,
            OfficeTime time,
            People people,
            Refusals refusals,
            ErasureWords erasures,
            LiveChanges live) {
        super("case.title");
        this.engine = engine;
        this.texts = texts;
        this.time = time;
        this.people = people;
        this.refusals = refusals;
        this.seal = new SealPanel(time);
        this.own = new OwnErasure(engine, refusals, erasures);
        addClassNames("wide", "case-page");
        RouterLink back = new RouterLink(t("case.back"), CasesView.class);
        back.addClassName("back");
        diagramPlace.addClassName("diagram-place");
        standing.addClassName("standing");
        Div where = new Div(diagramPlace, standing);
        where.addClassName("where");
        Div below = new Div(facts, trail);
        below.addClassName("below");
        add(back, head, where, new Section(seal), below, own);
        live.refresh(this, this::show);
    }

    @Override
    public void setParameter(BeforeEvent event, String caseNumber) {
        number = caseNumber;
        drafts = new Drafts();
        show();
    }

    /** Whatever changed anywhere calls this: what is on the screen is left alone, unless this case has changed. */
    private void show() {
        Cases.View view = engine.cases().view(SignedIn.actor(), number);
        List<Cases.Step> steps = engine.cases().trail(SignedIn.actor(), number);
        List<Tasks.Task> mine = engine.tasks().inbox(SignedIn.actor(), number);
        Shown now = new Shown(view, steps, mine, engine.seals().of(SignedIn.actor(), number));
        if (!now.equals(shown)) {
            shown = now;
            show(now);
        }
    }

    private void show(Shown now) {
        Cases.View view = now.view();
        own.show(number);
        retitle(view.summary().title().isEmpty() ? number : view.summary().title());
        head(view.summary());
        diagram(view);
        Elements elements = Elements.in(engine.models().diagram(view.definitionId()));
        standing(view, elements, now.mine());
        facts(view);
        seal(view, now.seal());
        trail.removeAll();
        trail.add(
                new H2(t("trail.title")),
                pageLink(),
                new Trail(number, view.definitionId(), elements, now.steps(), texts, time, people));
    }

    private void seal(Cases.View view, Seals.Seal now) {
        TermNames names = new TermNames(view.definitionId(), texts, time, getLocale(), this::getTranslation);
        seal.show(
                number,
                now,
                new DeviationItem.Shared(
                        engine.seals(), number, view.definitionId(), refusals, time, people, drafts, names));
    }

    private Paragraph pageLink() {
        Anchor page = new Anchor("receipts/" + number, t("case.page"));
        page.getElement().setAttribute("download", true);
        page.setRouterIgnore(true);
        Paragraph link = new Paragraph(page, new Span(t("case.page.hint")));
        link.addClassName("case-proof");
        return link;
    }

    private void head(Cases.Summary summary) {
        head.removeAll();
        head.addClassName("case-head");
        Paragraph caption = new Paragraph(summary.number());
        caption.addClassNames("caption", "case-number");
        H1 title = new H1(summary.title().isEmpty() ? summary.number() : summary.title());
        Facts dates = new Facts().fact(t("case.status"), new StatusTag(summary.status()));
        dates.addClassName("across");
        dates.fact(t("case.started"), time.minute(summary.started(), getLocale()));
        summary.ended()
                .ifPresentOrElse(
                        ended -> dates.fact(t("case.ended"), time.minute(ended, getLocale())),
                        () -> summary.promised()
                                .ifPresent(by -> dates.fact(t("case.promised"), time.day(by, getLocale()))));
        summary.statutory().ifPresent(by -> dates.fact(t("case.statutory"), time.day(by, getLocale())));
        head.add(caption, title, dates);
    }

    private void diagram(Cases.View view) {
        Map<String, String> names = texts.of(view.definitionId(), getLocale());
        if (!drawn.equals(view.definitionId())) {
            diagramPlace.removeAll();
            diagram = new Diagram();
            diagramPlace.add(diagram);
            drawn = view.definitionId();
        }
        diagram.show(
                engine.models().diagram(view.definitionId()),
                t("case.diagram"),
                names,
                view.tokens(),
                view.passed(),
                view.incidents().keySet());
    }

    private void standing(Cases.View view, Elements elements, List<Tasks.Task> mine) {
        standing.removeAll();
        standing.add(new H2(t("case.where")));
        Locale locale = getLocale();
        UnorderedList now = new UnorderedList();
        now.addClassName("tokens");
        for (String token : view.tokens()) {
            if (!elements.onlyWaits(token)) {
                now.add(new ListItem(texts.element(view.definitionId(), token, "", locale)));
            }
        }
        if (view.tokens().stream().anyMatch(elements.clocks()::contains)) {
            now.add(new ListItem(t("case.clock")));
        }
        boolean administrator = SignedIn.actor().roles().contains(Actor.Role.ADMINISTRATOR);
        view.incidents()
                .forEach((element, reason) -> standing.add(new Notice(
                        Notice.Kind.PROBLEM,
                        t("case.stuck", texts.element(view.definitionId(), element, "", locale)),
                        administrator ? reason : t("case.stuck.text"))));
        standing.add(view.tokens().isEmpty() ? new Paragraph(t("case.finished")) : now);
        Optional.ofNullable(texts.of(view.definitionId(), locale)
                        .get("status." + view.summary().status()))
                .ifPresent(next -> standing.add(new Paragraph(next)));
        for (Tasks.Task task : mine) {
            RouterLink link = new RouterLink(
                    t("case.todo", texts.element(task.definitionId(), task.element(), task.name(), locale)),
                    InboxView.class);
            link.setQueryParameters(InboxView.address(InboxView.Filter.ALL, task.id()));
            link.addClassNames("action", "primary");
            standing.add(link);
        }
    }

    private void facts(Cases.View view) {
        List<Cases.Field> fields = view.fields();
        facts.removeAll();
        facts.add(new H2(t("case.facts")));
        if (fields.isEmpty()) {
            facts.add(new Paragraph(t("case.facts.none")));
            return;
        }
        FieldValues values = new FieldValues(texts.of(view.definitionId(), getLocale()), key -> t(key));
        Facts list = new Facts();
        for (Cases.Field field : fields) {
            String label = ModelTexts.choose(field.labels(), getLocale());
            list.fact(label.isEmpty() ? field.name() : label, value(field, values));
        }
        facts.add(list);
    }

    private Component value(Cases.Field field, FieldValues values) {
        return switch (field.state()) {
            case SHOWN ->
                field.value()
                        .<Component>map(value -> values.shown(field.name(), value))
                        .orElseGet(() -> text("–"));
            case HIDDEN -> muted("field.hidden");
            case ERASED -> muted("field.erased");
        };
    }

    private Span muted(String key) {
        Span span = text(t(key));
        span.addClassName("muted");
        return span;
    }
}
