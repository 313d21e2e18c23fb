package org.chancery.console.cases;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeLabel;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.dom.Element;
import java.util.function.Consumer;
import org.chancery.engine.Seals;

/** A text area with its label and what to mind, as the browser has it. */
class GroundField extends Div {

    private static final long serialVersionUID = 1;

    private final Element area = new Element("textarea");

    /** @param typed is told of each change */
    GroundField(String id, String label, String hint, String text, Consumer<String> typed) {
        addClassName("ground-field");
        NativeLabel name = new NativeLabel(label);
        name.setFor(id);
        Paragraph below = new Paragraph(hint);
        below.setId(id + "-hint");
        below.addClassName("muted");
        area.setAttribute("id", id);
        area.setAttribute("rows", "3");
        area.setAttribute("maxlength", String.valueOf(Seals.LONGEST_GROUND));
        area.setAttribute("aria-describedby", id + "-hint");
        area.setProperty("value", text);
        area.addPropertyChangeListener("value", "input", change -> typed.accept(String.valueOf(change.getValue())));
        add(name, below);
        getElement().appendChild(area);
    }

    void clear() {
        area.setProperty("value", "");
    }
}
