package org.chancery.console.erasures;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Erasure;

/**
 * Where data officers request erasures and decide on those of others. The address holds the case whose persons are
 * shown, or the erasure that is looked at.
 */
@Route("erasures")
@RolesAllowed("DATA_OFFICER")
public class ErasuresView extends Screen implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient Refusals refusals;
    private final transient ErasureWords words;
    private final Div chosen = new Div();
    private final Div list = new Div();
    private final TextField number = new TextField();
    private String looked = "";

    public ErasuresView(Engine engine, Refusals refusals, ErasureWords words, LiveChanges live) {
        super("erasures.title");
        this.engine = engine;
        this.refusals = refusals;
        this.words = words;
        addClassName("wide");
        Paragraph lead = new Paragraph(t("erasures.lead"));
        lead.addClassName("lead");
        number.setLabel(t("case.number"));
        number.addKeyPressListener(Key.ENTER, pressed -> look("case", number.getValue()));
        NativeButton go = new NativeButton(t("erasures.persons.go"), click -> look("case", number.getValue()));
        go.addClassName("action");
        Div bar = new Div(number, go);
        bar.addClassName("search-bar");
        add(new H1(t("erasures.title")), lead, bar, chosen, new H2(t("erasures.all")), list);
        live.refresh(this, this::show);
    }

    static void look(String what, String value) {
        UI.getCurrent().navigate(ErasuresView.class, QueryParameters.simple(Map.of(what, value.strip())));
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters parameters = event.getLocation().getQueryParameters();
        String caseNumber = parameters.getSingleParameter("case").orElse("");
        looked = parameters.getSingleParameter("id").orElse("");
        number.setValue(caseNumber);
        chosen.removeAll();
        try {
            if (!caseNumber.isBlank()) {
                chosen.add(new PersonsPanel(engine, refusals, words, caseNumber));
            }
        } catch (EngineException refusal) {
            chosen.add(refusals.notice(refusal, getLocale()));
        }
        show();
    }

    private void show() {
        list.removeAll();
        List<Erasure> all = engine.erasures().list(SignedIn.actor());
        all.stream().filter(one -> one.id().equals(looked)).findFirst().ifPresent(this::decide);
        if (all.isEmpty()) {
            Div empty = new Div(new Paragraph(t("erasures.none")));
            empty.addClassName("empty");
            list.add(empty);
            return;
        }
        Rows rows = new Rows(
                t("erasures.all"),
                List.of(
                        t("case.number"),
                        t("erasure.requested"),
                        t("erasure.ground"),
                        t("erasure.state"),
                        t("erasure.open")));
        for (Erasure one : all) {
            RouterLink open = new RouterLink(t("erasure.look"), ErasuresView.class);
            open.setQueryParameters(QueryParameters.simple(Map.of("id", one.id())));
            rows.row(
                    new Anchor("case/" + one.caseNumber(), one.caseNumber()),
                    text(words.minute(one.requestedAt(), getLocale())),
                    text(t("erasure.ground." + one.ground())),
                    text(words.state(one, getLocale())),
                    open);
        }
        list.add(rows);
    }

    private void decide(Erasure erasure) {
        boolean same =
                chosen.getChildren().anyMatch(shown -> shown instanceof DecisionPanel panel && panel.shows(erasure));
        if (!same) {
            chosen.removeAll();
            chosen.add(new DecisionPanel(engine, refusals, words, erasure));
        }
    }
}
