package org.chancery.console.apply;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import org.chancery.console.access.SignedIn;
import org.chancery.console.cases.CaseView;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;

/** What an applicant keeps: the number, what happens next, and by when. Its address can be opened again. */
@Route("applied")
@RolesAllowed("APPLICANT")
public class AppliedView extends Screen implements HasUrlParameter<String> {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient ModelTexts texts;
    private final transient OfficeTime time;

    public AppliedView(Engine engine, ModelTexts texts, OfficeTime time) {
        super("applied.title");
        this.engine = engine;
        this.texts = texts;
        this.time = time;
    }

    @Override
    public void setParameter(BeforeEvent event, String number) {
        Cases.View view = engine.cases().view(SignedIn.actor(), number);
        Cases.Summary summary = view.summary();
        removeAll();
        Paragraph caption = new Paragraph(t("applied.number"));
        Span value = new Span(number);
        value.addClassName("case-number");
        Div panel = new Div(new H1(t("applied.title")), caption, value);
        panel.addClassName("confirmation");
        panel.getElement().setAttribute("role", "status");
        add(panel, new H2(t("applied.next")));
        summary.promised()
                .ifPresent(promised -> add(paragraph("lead", t("applied.by", time.day(promised, getLocale())))));
        add(next(view.definitionId()));
        summary.statutory()
                .ifPresent(limit -> add(paragraph("hint", t("applied.statutory", time.day(limit, getLocale())))));
        add(new Paragraph(t("applied.told")));
        RouterLink follow = new RouterLink(t("applied.follow"), CaseView.class, number);
        follow.addClassNames("action", "primary");
        add(follow);
    }

    /** The steps as the service tells them under {@code next.1}, {@code next.2} …, else as every service has them. */
    private OrderedList next(String definitionId) {
        var told = texts.of(definitionId, getLocale());
        OrderedList list = new OrderedList();
        for (int step = 1; told.containsKey("next." + step); step++) {
            list.add(new ListItem(told.get("next." + step)));
        }
        if (list.getComponentCount() == 0) {
            list.add(
                    new ListItem(t("applied.next.check")),
                    new ListItem(t("applied.next.decide")),
                    new ListItem(t("applied.next.result")));
        }
        return list;
    }

    private static Paragraph paragraph(String style, String text) {
        Paragraph paragraph = new Paragraph(text);
        paragraph.addClassName(style);
        return paragraph;
    }
}
