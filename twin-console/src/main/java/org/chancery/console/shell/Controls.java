package org.chancery.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import java.util.Locale;

/** The switches for language and for light or dark, alike on every screen. */
class Controls extends Div {

    private static final long serialVersionUID = 1;

    Controls() {
        addClassName("controls");
        add(language(), scheme());
    }

    private NativeButton language() {
        boolean english = getLocale().getLanguage().equals("en");
        Locale other = english ? Texts.CHINESE : Texts.ENGLISH;
        NativeButton button = new NativeButton(english ? "中文" : "English", click -> {
            UI ui = UI.getCurrent();
            Preferences.choose(ui, other);
            ui.getPage().executeJs("window.location.reload()");
        });
        button.getElement().setAttribute("lang", other.toLanguageTag());
        button.addClassName("bare");
        return button;
    }

    private NativeButton scheme() {
        NativeButton button = new NativeButton();
        button.addClassNames("bare", "scheme");
        button.getElement().setAttribute("aria-label", getTranslation("scheme.switch"));
        button.setTitle(getTranslation("scheme.switch"));
        // Only the browser knows what 'system' comes to.
        button.addClickListener(click -> UI.getCurrent()
                .getPage()
                .executeJs("const own = getComputedStyle(document.documentElement).colorScheme;"
                        + " return own.includes('light dark') || own === 'normal'"
                        + " ? matchMedia('(prefers-color-scheme: dark)').matches : own.includes('dark')")
                .then(Boolean.class, dark -> Preferences.choose(UI.getCurrent(), !dark)));
        return button;
    }
}
