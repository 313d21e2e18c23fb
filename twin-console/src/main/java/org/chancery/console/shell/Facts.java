package org.chancery.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** Names and values, one pair a line. */
public class Facts extends DescriptionList {

    private static final long serialVersionUID = 1;

    public Facts() {
        addClassName("facts");
    }

    public Facts fact(String name, Component value) {
        Div pair = new Div(new Term(name), new Description(value));
        add(pair);
        return this;
    }

    public Facts fact(String name, String value) {
        return fact(name, new Span(value));
    }
}
