package org.chancery.engine.rest;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** Plain words for message codes, in Chinese or English. */
final class RestTexts {

    private static final String BUNDLE = "org.chancery.engine.messages";

    private RestTexts() {}

    static String text(String code, Map<String, Object> details, Locale asked) {
        Locale language = "zh".equals(asked.getLanguage()) ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
        try {
            String text = ResourceBundle.getBundle(BUNDLE, language).getString(code);
            for (Map.Entry<String, Object> detail : details.entrySet()) {
                text = text.replace("{" + detail.getKey() + "}", String.valueOf(detail.getValue()));
            }
            return text;
        } catch (MissingResourceException e) {
            return code; // a field check's own code, whose text its service brings
        }
    }
}
