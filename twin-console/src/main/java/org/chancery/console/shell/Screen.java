package org.chancery.console.shell;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;

/** One screen: the column of text and forms that a layout shows. */
public abstract class Screen extends Div implements HasDynamicTitle {

    private static final long serialVersionUID = 1;

    private String title;

    /** @param titleKey key of the title shown in the browser's tab */
    protected Screen(String titleKey) {
        this.title = t(titleKey);
        addClassName("screen");
    }

    @Override
    public String getPageTitle() {
        return title + " · " + t("product.name");
    }

    /** Names the page after what it shows, once that is known. */
    protected void retitle(String name) {
        this.title = name;
    }

    /** The text under a key in the user's language; parameters as in {@link java.text.MessageFormat}. */
    protected final String t(String key, Object... parameters) {
        return getTranslation(key, parameters);
    }

    protected static Span text(String text) {
        return new Span(text);
    }
}
