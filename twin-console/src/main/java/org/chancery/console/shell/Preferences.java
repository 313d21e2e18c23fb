package org.chancery.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinService;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import jakarta.servlet.http.Cookie;
import java.util.Locale;
import java.util.Optional;

/**
 * The language and the appearance a person chose, kept in two cookies of their browser. Without a choice the browser's
 * language and the system's light or dark hold.
 */
public final class Preferences implements VaadinServiceInitListener {

    private static final long serialVersionUID = 1;
    private static final String LANGUAGE = "chancery-language";
    private static final String SCHEME = "chancery-scheme";
    private static final int YEAR_SECONDS = 365 * 24 * 3600;

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.addIndexHtmlRequestListener(page -> {
            VaadinRequest request = page.getVaadinRequest();
            language(request).ifPresent(language -> {
                if (VaadinSession.getCurrent() != null) {
                    VaadinSession.getCurrent().setLocale(language);
                }
            });
            // set before the first paint, so that a dark page does not flash white
            String scheme = cookie(request, SCHEME).orElse("system");
            page.getDocument()
                    .selectFirst("html")
                    .attr("style", "color-scheme: " + value(scheme).getValue());
        });
        init.getSource().addUIInitListener(started -> {
            VaadinRequest request = VaadinService.getCurrentRequest();
            UI ui = started.getUI();
            language(request).ifPresent(ui::setLocale);
            String scheme = cookie(request, SCHEME).orElse("system");
            ui.getPage().setColorScheme(value(scheme));
        });
    }

    static void choose(UI ui, Locale language) {
        keep(ui, LANGUAGE, language.getLanguage());
        ui.getSession().setLocale(language);
    }

    static void choose(UI ui, boolean dark) {
        keep(ui, SCHEME, dark ? "dark" : "light");
        ui.getPage().setColorScheme(dark ? ColorScheme.Value.DARK : ColorScheme.Value.LIGHT);
    }

    private static void keep(UI ui, String name, String value) {
        ui.getPage()
                .executeJs(
                        "document.cookie = $0 + '=' + $1 + '; path=/; max-age=' + $2 + '; samesite=lax'",
                        name,
                        value,
                        YEAR_SECONDS);
    }

    private static Optional<Locale> language(VaadinRequest request) {
        return cookie(request, LANGUAGE).map(tag -> tag.equals("en") ? Texts.ENGLISH : Texts.CHINESE);
    }

    private static ColorScheme.Value value(String scheme) {
        return switch (scheme) {
            case "dark" -> ColorScheme.Value.DARK;
            case "light" -> ColorScheme.Value.LIGHT;
            default -> ColorScheme.Value.SYSTEM;
        };
    }

    private static Optional<String> cookie(VaadinRequest request, String name) {
        Cookie[] cookies = request == null ? null : request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(name)) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
