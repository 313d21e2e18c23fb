package org.chancery.console.apply;

import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Engine;
import org.chancery.engine.Models;

/** The services one may apply for. */
@Route("apply")
@RolesAllowed("APPLICANT")
public class ServicesView extends Screen {

    private static final long serialVersionUID = 1;

    public ServicesView(Engine engine) {
        super("services.title");
        Paragraph lead = new Paragraph(t("services.lead"));
        lead.addClassName("lead");
        add(new H1(t("services.title")), lead);
        List<Models.Service> services = engine.models().services();
        if (services.isEmpty()) {
            add(new Paragraph(t("services.none")));
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("services");
        services.forEach(service -> list.add(item(service)));
        add(list);
    }

    private ListItem item(Models.Service service) {
        RouterLink link =
                new RouterLink(ModelTexts.choose(service.titles(), getLocale()), ApplyView.class, service.key());
        return new ListItem(new H2(link), new Paragraph(ModelTexts.choose(service.summaries(), getLocale())));
    }
}
