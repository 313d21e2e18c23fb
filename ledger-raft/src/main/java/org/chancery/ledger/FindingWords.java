package org.chancery.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what witnesses find in cases: one sentence for each code of a finding. The English one, {@linkplain Wording#plain
 * plain}, is the reason that witnesses sign. Bundles: {@code findings} beside this class, zh-CN and en; the verifier for
 * browsers is built with them too.
 */
public final class FindingWords {

    private static final Pattern PLACE = Pattern.compile("\\{([a-zA-Z]+)(?::([a-z]+))?}");
    private static final String ELEMENT = "element";
    private static final String TITLE = "what.";

    private final ResourceBundle bundle;

    /** @param locale Chinese, or else English is spoken */
    public FindingWords(Locale locale) {
        bundle = ResourceBundle.getBundle(
                "org.chancery.ledger.findings",
                locale.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * @param code what was found
     * @param element of the model; may be empty
     * @param details named values, as the finding has them; {@code NAMEOrg} is the organisation of the person NAME
     * @return empty if this code is not known here
     */
    public Optional<Wording> of(String code, String element, Map<String, String> details) {
        return bundle.containsKey(code) && !code.startsWith(TITLE)
                ? Optional.of(wording(bundle.getString(code), element, details))
                : Optional.empty();
    }

    /** What a finding is called in a few words; empty if this code is not known here. */
    public Optional<String> title(String code) {
        String key = TITLE + code;
        return bundle.containsKey(key) ? Optional.of(bundle.getString(key)) : Optional.empty();
    }

    private static Wording wording(String text, String element, Map<String, String> details) {
        List<Wording.Part> parts = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        int at = 0;
        while (place.find()) {
            String name = place.group(1);
            text(parts, text.substring(at, place.start()));
            at = place.end();
            if (name.equals(ELEMENT)) {
                parts.add(new Wording.Term(Wording.Kind.ELEMENT, element, ""));
            } else if (details.containsKey(name)) {
                parts.add(new Wording.Term(
                        kind(place.group(2)), details.get(name), details.getOrDefault(name + "Org", "")));
            } else {
                text(parts, "{" + name + "}"); // a detail that was not told
            }
        }
        text(parts, text.substring(at));
        return new Wording(parts);
    }

    private static void text(List<Wording.Part> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new Wording.Text(text));
        }
    }

    private static Wording.Kind kind(String written) {
        return written == null ? Wording.Kind.VALUE : Wording.Kind.valueOf(written.toUpperCase(Locale.ROOT));
    }
}
