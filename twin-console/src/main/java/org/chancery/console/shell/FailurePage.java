package org.chancery.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;
import org.chancery.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A screen that could not be shown: says so, and that reading changes nothing. */
@ParentLayout(PublicLayout.class)
@AnonymousAllowed
public class FailurePage extends Div implements HasErrorParameter<Exception>, HasDynamicTitle {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(FailurePage.class);

    private final transient Refusals refusals;

    public FailurePage(Refusals refusals) {
        this.refusals = refusals;
        addClassName("screen");
    }

    @Override
    public String getPageTitle() {
        return getTranslation("failure.title") + " · " + getTranslation("product.name");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Exception> parameter) {
        Anchor home = new Anchor("/", getTranslation("lost.home"));
        if (parameter.getException() instanceof EngineException refusal) {
            add(
                    new H1(refusals.title(refusal, getLocale())),
                    new Paragraph(refusals.text(refusal, getLocale())),
                    new Paragraph(home));
            return status(refusal);
        }
        LOG.error("cannot show {}", event.getLocation().getPath(), parameter.getException());
        add(
                new H1(getTranslation("failure.title")),
                new Paragraph(getTranslation("failure.text")),
                new Paragraph(home));
        return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    static int status(EngineException refusal) {
        return switch (refusal) {
            case EngineException.NotFound e -> HttpServletResponse.SC_NOT_FOUND;
            case EngineException.NotPermitted e -> HttpServletResponse.SC_FORBIDDEN;
            case EngineException.Failed e -> HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            default -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
        };
    }
}
