package org.chancery.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;

/** A boxed message at the top of a screen, read aloud when it appears. */
public class Notice extends Div {

    private static final long serialVersionUID = 1;

    /** What kind of message; each has its own word and mark, not only its colour. */
    public enum Kind {
        DONE,
        NOTE,
        PROBLEM
    }

    public Notice(Kind kind, String title, String text, Component... more) {
        addClassNames("notice", "notice-" + kind.name().toLowerCase(java.util.Locale.ROOT));
        getElement().setAttribute("role", kind == Kind.PROBLEM ? "alert" : "status");
        Paragraph heading = new Paragraph(title);
        heading.addClassName("notice-title");
        add(heading);
        if (!text.isEmpty()) {
            add(new Paragraph(text));
        }
        add(more);
    }
}
