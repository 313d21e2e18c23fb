package org.chancery.console.erasures;

import com.vaadin.flow.component.HtmlContainer;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.dom.Element;
import java.util.Map;

/** One of a few, as browsers offer it. */
@Tag("select")
class Choice extends HtmlContainer {

    private static final long serialVersionUID = 1;

    private final String first;

    /** @param options value to text, in their order; the first is chosen */
    Choice(String label, Map<String, String> options) {
        first = options.keySet().iterator().next();
        getElement().setAttribute("aria-label", label);
        options.forEach((value, text) -> getElement()
                .appendChild(new Element("option").setAttribute("value", value).setText(text)));
        getElement().addPropertyChangeListener("value", "change", change -> {});
    }

    String value() {
        return getElement().getProperty("value", first);
    }
}
