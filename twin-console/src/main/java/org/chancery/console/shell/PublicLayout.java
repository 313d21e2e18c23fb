package org.chancery.console.shell;

import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLayout;
import com.vaadin.flow.server.auth.AnonymousAllowed;

/** The frame of pages that need no log-in. */
@AnonymousAllowed
public class PublicLayout extends Div implements RouterLayout {

    private static final long serialVersionUID = 1;

    private final Main main = new Main();

    public PublicLayout() {
        addClassName("public-layout");
        Header header =
                new Header(brand(getTranslation("product.name"), getTranslation("product.line")), new Controls());
        header.addClassName("masthead");
        main.setId("main");
        add(header, main);
    }

    static Anchor brand(String name, String line) {
        Anchor brand = new Anchor("/");
        brand.addClassName("brand");
        brand.setAriaLabel(name); // on a phone only the mark is seen
        Span mark = new Span();
        mark.addClassName("brand-mark");
        mark.getElement().setAttribute("aria-hidden", "true");
        Span words = new Span(name);
        words.addClassName("brand-name");
        Span about = new Span(line);
        about.addClassName("brand-line");
        brand.add(mark, words, about);
        return brand;
    }

    @Override
    public void showRouterLayoutContent(HasElement content) {
        main.getElement().removeAllChildren();
        if (content != null) {
            main.getElement().appendChild(content.getElement());
        }
    }
}
