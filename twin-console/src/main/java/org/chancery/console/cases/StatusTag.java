package org.chancery.console.cases;

import com.vaadin.flow.component.html.Span;
import org.chancery.engine.Cases;

/** What a case is to its public, in a word. */
class StatusTag extends Span {

    private static final long serialVersionUID = 1;

    StatusTag(Cases.Status status) {
        addClassNames(
                "tag", "tag-" + status.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
        setText(getTranslation("status." + status));
    }
}
