package org.chancery.console.shell;

import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.ResourceBundle;

/** The message bundles of the console, the engine and the services, in Chinese and English. */
public final class Texts implements I18NProvider {

    public static final Locale CHINESE = Locale.SIMPLIFIED_CHINESE;
    public static final Locale ENGLISH = Locale.ENGLISH;

    private static final long serialVersionUID = 1;
    private static final ResourceBundle.Control EXACT =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final List<String> bundles;

    /** @param bundles base names, in the order in which they are asked */
    public Texts(List<String> bundles) {
        this.bundles = List.copyOf(bundles);
    }

    @Override
    public List<Locale> getProvidedLocales() {
        return List.of(CHINESE, ENGLISH);
    }

    /** The text, or the key itself where there is none: seen on the screen, found by the test of the bundles. */
    @Override
    public String getTranslation(String key, Locale locale, Object... parameters) {
        return find(key, locale)
                .map(text -> parameters.length == 0 ? text : new MessageFormat(text, locale).format(parameters))
                .orElse(key);
    }

    public Optional<String> find(String key, Locale locale) {
        Locale language = locale.getLanguage().equals("en") ? ENGLISH : CHINESE;
        for (String base : bundles) {
            try {
                ResourceBundle bundle = ResourceBundle.getBundle(base, language, Texts.class.getClassLoader(), EXACT);
                if (bundle.containsKey(key)) {
                    return Optional.of(bundle.getString(key));
                }
            } catch (MissingResourceException none) {
                continue; // a service may come without texts of its own
            }
        }
        return Optional.empty();
    }
}
