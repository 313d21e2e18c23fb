package org.chancery.console.shell;

import com.vaadin.flow.component.html.Span;
import org.chancery.engine.Availability;
import org.chancery.engine.Engine;

/** Says in a few words whether the log accepts writes; in full as its title. */
class StatusChip extends Span {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;

    StatusChip(Engine engine, LiveChanges live) {
        this.engine = engine;
        addClassName("status-chip");
        getElement().setAttribute("role", "status");
        show();
        live.refresh(this, this::show);
    }

    private void show() {
        Availability now = engine.availability();
        setText(getTranslation("availability." + now));
        setTitle(getTranslation("availability." + now + ".long"));
        getElement().setAttribute("data-state", now.name());
    }
}
