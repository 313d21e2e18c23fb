package org.chancery.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import org.chancery.console.access.SignedIn;

/** The bare address: leads on to what the person's role comes here for. */
@Route("")
@PermitAll
public class HomeView extends Div implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        event.forwardTo(ConsoleLayout.home(SignedIn.current().account().roles()));
    }
}
