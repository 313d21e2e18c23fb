package org.chancery.console.cases;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;

/** The cases a person may see, newest first. The address holds what was searched for and the page. */
@Route("cases")
@PermitAll
public class CasesView extends Screen implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;
    private static final int PAGE = 25;

    private final transient Engine engine;
    private final transient OfficeTime time;
    private final TextField search = new TextField();
    private final Div list = new Div();
    private final boolean applicant = SignedIn.actor().is(Role.APPLICANT);
    private String query = "";
    private int page;

    public CasesView(Engine engine, OfficeTime time, LiveChanges live) {
        super(SignedIn.actor().is(Role.APPLICANT) ? "cases.mine" : "cases.title");
        this.engine = engine;
        this.time = time;
        addClassName("wide");
        search.setLabel(t("cases.search"));
        search.setClearButtonVisible(true);
        search.addKeyPressListener(Key.ENTER, pressed -> open(search.getValue(), 0));
        NativeButton go = new NativeButton(t("cases.search.go"), click -> open(search.getValue(), 0));
        go.addClassName("action");
        Div bar = new Div(search, go);
        bar.addClassName("search-bar");
        bar.getElement().setAttribute("role", "search");
        add(new H1(t(applicant ? "cases.mine" : "cases.title")), bar, list);
        live.refresh(this, this::show);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters parameters = event.getLocation().getQueryParameters();
        query = parameters.getSingleParameter("q").orElse("");
        page = parameters.getSingleParameter("page").map(CasesView::number).orElse(0);
        search.setValue(query);
        show();
    }

    private static int number(String text) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
    }

    private void open(String searched, int wanted) {
        UI.getCurrent().navigate(CasesView.class, address(searched, wanted));
    }

    private static QueryParameters address(String searched, int wanted) {
        return QueryParameters.simple(
                wanted == 0
                        ? (searched.isBlank() ? Map.of() : Map.of("q", searched.strip()))
                        : Map.of("q", searched.strip(), "page", String.valueOf(wanted)));
    }

    private void show() {
        list.removeAll();
        // one more than shown tells whether there is a next page
        List<Cases.Summary> found = engine.cases().list(SignedIn.actor(), query, page * PAGE, PAGE + 1);
        if (found.isEmpty()) {
            list.add(empty());
            return;
        }
        Rows rows = new Rows(
                t("cases.title"),
                List.of(t("case.number"), t("case.subject"), t("case.status"), t("case.started"), t("case.promised")));
        found.stream().limit(PAGE).forEach(summary -> row(rows, summary));
        list.add(rows, pager(found.size() > PAGE));
    }

    private Div empty() {
        Div empty = new Div(new Paragraph(t(query.isBlank() ? "cases.none" : "cases.notfound", query)));
        if (query.isBlank() && applicant) {
            Anchor apply = new Anchor("apply", t("cases.apply"));
            apply.addClassNames("action", "primary");
            empty.add(apply);
        }
        empty.addClassName("empty");
        return empty;
    }

    private void row(Rows rows, Cases.Summary summary) {
        RouterLink number = new RouterLink(summary.number(), CaseView.class, summary.number());
        number.addClassName("case-number");
        rows.row(
                number,
                text(summary.title().isEmpty() ? "–" : summary.title()),
                new StatusTag(summary.status()),
                text(time.minute(summary.started(), getLocale())),
                text(summary.promised().map(by -> time.day(by, getLocale())).orElse("–")));
    }

    private Div pager(boolean more) {
        Div pager = new Div();
        pager.addClassName("pager");
        if (page > 0) {
            pager.add(link("pager.previous", page - 1));
        }
        if (more) {
            pager.add(link("pager.next", page + 1));
        }
        return pager;
    }

    private RouterLink link(String key, int wanted) {
        RouterLink link = new RouterLink(t(key), CasesView.class);
        link.setQueryParameters(address(query, wanted));
        return link;
    }
}
