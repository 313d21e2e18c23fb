package org.chancery.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.router.RouteNotFoundError;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import jakarta.servlet.http.HttpServletResponse;

/** An address that leads nowhere, or to what this person may not know of: both look alike. */
@ParentLayout(PublicLayout.class)
@AnonymousAllowed
public class LostPage extends RouteNotFoundError implements HasDynamicTitle {

    private static final long serialVersionUID = 1;

    @Override
    public String getPageTitle() {
        return getTranslation("lost.title") + " · " + getTranslation("product.name");
    }

    @Override
    public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> parameter) {
        getElement().removeAllChildren();
        getElement().getClassList().add("screen");
        H1 title = new H1(getTranslation("lost.title"));
        Paragraph text = new Paragraph(getTranslation("lost.text"));
        Paragraph next = new Paragraph(new Anchor("/", getTranslation("lost.home")));
        getElement().appendChild(title.getElement(), text.getElement(), next.getElement());
        return HttpServletResponse.SC_NOT_FOUND;
    }
}
