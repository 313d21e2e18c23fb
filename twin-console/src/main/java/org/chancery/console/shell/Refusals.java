package org.chancery.console.shell;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.console.access.People;
import org.chancery.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in plain words why the engine refused: what happened, what became of it, what to do next. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final Texts texts;
    private final People people;
    private final OfficeTime time;

    public Refusals(Texts texts, People people, OfficeTime time) {
        this.texts = texts;
        this.people = people;
        this.time = time;
    }

    /** A boxed message for the screen on which the refusal happened. */
    public Notice notice(EngineException told, Locale locale) {
        EngineException refusal = cause(told);
        if (refusal instanceof EngineException.Failed) {
            LOG.error("an act failed inside the engine", refusal); // the screen names no cause, so the operator must
        }
        return new Notice(Notice.Kind.PROBLEM, title(refusal, locale), text(refusal, locale));
    }

    /** An act that failed because the engine refused something below it: that refusal says more. */
    private static EngineException cause(EngineException told) {
        if (told instanceof EngineException.Failed) {
            for (Throwable below = told.getCause(); below != null; below = below.getCause()) {
                if (below instanceof EngineException refusal) {
                    return refusal;
                }
            }
        }
        return told;
    }

    public String title(EngineException refusal, Locale locale) {
        return texts.find("refusal." + kind(refusal) + ".title", locale)
                .orElseGet(() -> texts.getTranslation("refusal.failed.title", locale));
    }

    public String text(EngineException refusal, Locale locale) {
        return texts.find("refusal." + refusal.code(), locale)
                .or(() -> texts.find(refusal.code(), locale))
                .or(() -> texts.find("refusal." + kind(refusal), locale))
                .map(text -> fill(text, refusal.details(), locale))
                .orElse(refusal.code());
    }

    /** For programs and downloads, which hold nothing that was entered: a text of their own, else the engine's. */
    public String plain(EngineException told, Locale locale) {
        EngineException refusal = cause(told);
        return texts.find("api." + refusal.code(), locale)
                .or(() -> texts.find(refusal.code(), locale))
                .or(() -> texts.find("api." + kind(refusal), locale))
                .or(() -> texts.find(kind(refusal), locale))
                .map(text -> fill(text, refusal.details(), locale))
                .orElse(refusal.code());
    }

    /** The text of one problem of a field or a model; {@code own} are the model's texts, which come first. */
    public String text(String code, Map<String, Object> details, Map<String, String> own, Locale locale) {
        return Optional.ofNullable(own.get(code))
                .or(() -> texts.find("problem." + code, locale))
                .or(() -> texts.find(code, locale))
                .map(text -> fill(text, details, locale))
                .orElse(code);
    }

    private static String kind(EngineException refusal) {
        return switch (refusal) {
            case EngineException.NoQuorum e -> "no-quorum";
            case EngineException.NotCurrent e -> "not-current";
            case EngineException.Diverged e -> "diverged";
            case EngineException.UnknownOutcome e -> "unknown-outcome";
            case EngineException.NotPermitted e -> "not-permitted";
            case EngineException.AlreadyDone e -> "already-done";
            case EngineException.NotFound e -> "not-found";
            case EngineException.InvalidInput e -> "invalid-input";
            case EngineException.ModelRefused e -> "model-refused";
            case EngineException.Failed e -> "failed";
        };
    }

    /** Replaces {@code {name}}; a person's pseudonym by their name, an instant by the office's time. */
    private String fill(String text, Map<String, Object> details, Locale locale) {
        String filled = text;
        for (var detail : details.entrySet()) {
            filled = filled.replace("{" + detail.getKey() + "}", readable(detail.getKey(), detail.getValue(), locale));
        }
        return filled.replace("{by}", texts.getTranslation("person.someone", locale))
                .replaceAll("\\{[a-zA-Z]+}", "–");
    }

    private String readable(String name, Object value, Locale locale) {
        if (value instanceof java.time.Instant at) {
            return time.minute(at, locale);
        }
        String text = String.valueOf(value);
        if (name.equals("by") || text.startsWith("p-")) {
            return people.name(text, locale).orElseGet(() -> texts.getTranslation("person.someone", locale));
        }
        if (name.equals("group") || name.equals("organisation")) {
            return texts.find("org." + text, locale).orElse(text);
        }
        return text;
    }
}
