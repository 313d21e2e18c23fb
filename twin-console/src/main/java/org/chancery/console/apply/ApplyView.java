package org.chancery.console.apply;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.Map;
import java.util.UUID;
import org.chancery.console.access.SignedIn;
import org.chancery.console.form.FormPanel;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Engine;
import org.chancery.engine.Models;

/** The form of one service. Sent twice, by a double click or after a lost answer, it still files one application. */
@Route("apply/form")
@RolesAllowed("APPLICANT")
public class ApplyView extends Screen implements HasUrlParameter<String> {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient ModelTexts texts;
    private final transient Refusals refusals;
    private String onceOnly = "";

    public ApplyView(Engine engine, ModelTexts texts, Refusals refusals) {
        super("apply.title");
        this.engine = engine;
        this.texts = texts;
        this.refusals = refusals;
    }

    @Override
    public void setParameter(BeforeEvent event, String key) {
        Models.Service service = engine.models().services().stream()
                .filter(offered -> offered.key().equals(key))
                .findFirst()
                .orElseThrow(NotFoundException::new);
        String title = ModelTexts.choose(service.titles(), getLocale());
        retitle(title);
        onceOnly = UUID.randomUUID().toString();
        removeAll();
        RouterLink back = new RouterLink(t("apply.back"), ServicesView.class);
        back.addClassName("back");
        Paragraph lead = new Paragraph(t("apply.lead"));
        lead.addClassName("hint");
        add(back, new H1(title), lead);
        add(new FormPanel(
                        refusals,
                        engine.models().form(service.definitionId(), service.startForm()),
                        Map.of(),
                        texts.of(service.definitionId(), getLocale()),
                        t("apply.send"),
                        values -> file(service, values))
                .repeatable()); // the same once-only key goes with each sending
    }

    private void file(Models.Service service, Map<String, Object> values) {
        String number = engine.cases().start(SignedIn.actor(), service.key(), values, onceOnly);
        UI.getCurrent().navigate(AppliedView.class, number);
    }
}
