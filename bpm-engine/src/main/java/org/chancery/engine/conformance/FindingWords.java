package org.chancery.engine.conformance;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.TreeMap;

/** Says findings in plain words. Bundles: {@code findings} beside this class, zh-CN and en. */
public final class FindingWords {

    private final ResourceBundle bundle;

    public FindingWords(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "org.chancery.engine.conformance.findings",
                locale.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** One sentence; ids of elements stand as the model has them. */
    public String of(Finding finding) {
        String text = bundle.getString("conformance." + finding.code()).replace("{element}", finding.element());
        // in one order, so that any two judges say the same of whatever a record tells
        for (Map.Entry<String, String> detail : new TreeMap<>(finding.details()).entrySet()) {
            text = text.replace("{" + detail.getKey() + "}", detail.getValue());
        }
        return text;
    }
}
