package org.chancery.console.shell;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.chancery.engine.Engine;

/** Texts that came with a model, by language. A deployed version never changes, so they are read once. */
public final class ModelTexts {

    private final Engine engine;
    private final Map<String, Map<String, String>> known = new ConcurrentHashMap<>();

    private final Map<String, DecisionWords> decisions = new ConcurrentHashMap<>();
    private final Map<String, DiagramNames> diagrams = new ConcurrentHashMap<>();

    public ModelTexts(Engine engine) {
        this.engine = engine;
    }

    public Map<String, String> of(String definitionId, Locale locale) {
        String tag = tag(locale);
        return known.computeIfAbsent(
                tag + ' ' + definitionId, key -> engine.models().texts(definitionId, tag));
    }

    /** The element's name in the user's language, else as the diagram has it. */
    public String element(String definitionId, String element, String otherwise, Locale locale) {
        String text = of(definitionId, locale).get("element." + element);
        return Optional.ofNullable(text).orElse(otherwise.isEmpty() ? element : otherwise);
    }

    /** What the model calls an element, in the user's language or else as its diagram has it; empty if it does not. */
    Optional<String> named(String definitionId, String element, Locale locale) {
        return Optional.ofNullable(of(definitionId, locale).get("element." + element))
                .or(() -> Optional.ofNullable(diagram(definitionId).names().get(element)));
    }

    /** From where to where a sequence flow leads; empty if it is none of this process. */
    Optional<DiagramNames.Way> way(String definitionId, String flow) {
        return Optional.ofNullable(diagram(definitionId).ways().get(flow));
    }

    private DiagramNames diagram(String definitionId) {
        return diagrams.computeIfAbsent(
                definitionId, id -> DiagramNames.in(engine.models().diagram(id)));
    }

    /**
     * A decision rule in words: the model's text {@code rule.<id>}, else the rule's own description, else its id.
     *
     * @param model SHA-256 of the decision model, base64url without padding
     */
    public String rule(String definitionId, String model, String rule, Locale locale) {
        return Optional.ofNullable(of(definitionId, locale).get("rule." + rule))
                .orElseGet(() -> decisions
                        .computeIfAbsent(
                                model,
                                hash -> engine.models()
                                        .byHash(hash)
                                        .map(DecisionWords::of)
                                        .orElse(DecisionWords.NONE))
                        .rules()
                        .getOrDefault(rule, rule));
    }

    /** One of several texts by language tag, in the user's language if it is there. */
    public static String choose(Map<String, String> byTag, Locale locale) {
        return Optional.ofNullable(byTag.get(tag(locale)))
                .or(() -> byTag.values().stream().findFirst())
                .orElse("");
    }

    private static String tag(Locale locale) {
        return locale.getLanguage().equals("en") ? "en" : "zh-CN";
    }
}
