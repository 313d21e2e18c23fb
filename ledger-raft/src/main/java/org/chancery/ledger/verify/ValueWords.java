package org.chancery.ledger.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;

/**
 * Values in words, for reading only: what is checked is the text as it was committed to. A variable is committed to as
 * the engine's type, a colon and text; a decision's input or output as JSON; a personal field as a commitment of its
 * own, in base64url. What has none of these forms, or a type that is not known here, is shown as it is.
 *
 * @param zone in which times are told; they name it
 * @param titles {@code field.<name>} and {@code option.<name>.<value>} of the case's files; none for a receipt
 */
record ValueWords(Words words, ZoneId zone, Map<String, String> titles) {

    /** An amount of money has two decimals; a number without is as often a code of somebody or something. */
    private static final Pattern AMOUNT = Pattern.compile("-?\\d{4,15}\\.\\d{2}");

    private static final Pattern TYPED = Pattern.compile("([a-zA-Z]+):(.*)", Pattern.DOTALL);
    private static final Pattern SEALED = Pattern.compile("[-_A-Za-z0-9]{43}");
    private static final Pattern ENTRY = Pattern.compile("(.+)\\[(\\d{1,9})]");
    private static final Pattern OF_DECISION = Pattern.compile("(inputs|outputs)\\.(.+)");
    private static final Pattern WHOLE = Pattern.compile("-?\\d+");
    private static final Pattern DECIMAL = Pattern.compile("(-?\\d+)(?:\\.(\\d+))?");

    /** What a value is called: its title if a file gives it one, otherwise its name as the record has it. */
    String name(String name) {
        Matcher entry = ENTRY.matcher(name);
        if (entry.matches()) {
            return name(entry.group(1)) + " " + (Integer.parseInt(entry.group(2)) + 1L);
        }
        Matcher part = OF_DECISION.matcher(name);
        return part.matches()
                ? words.say("name." + part.group(1), name(part.group(2)))
                : titles.getOrDefault("field." + name, name);
    }

    String value(CommittedValue value) {
        return value.opened().map(opened -> opened(value.name(), opened)).orElseGet(() -> words.say("values.withheld"));
    }

    private String opened(String name, Opened opened) {
        if (opened.personal().isPresent()) {
            return text(name, opened.personal().get().text());
        }
        String value = opened.value();
        if (SEALED.matcher(value).matches()) {
            return words.say("value.sealed", value);
        }
        Matcher typed = TYPED.matcher(value);
        if (typed.matches()) {
            return typed(name, typed.group(1), typed.group(2));
        }
        Matcher part = OF_DECISION.matcher(name);
        boolean output = part.matches() && part.group(1).equals("outputs");
        // an output that is not there is written as a text
        return output && value.equals("\"null\"")
                ? words.say("value.none")
                : JsonText.value(value)
                        .map(stated -> stated(part.matches() ? part.group(2) : name, stated))
                        .orElse(value);
    }

    private String typed(String name, String type, String text) {
        if (type.equals("string")) {
            return text(name, text);
        }
        if (text.isEmpty()) {
            return words.say("value.none");
        }
        Optional<String> known = switch (type) {
            case "boolean" ->
                text.equals("0") || text.equals("1") ? Optional.of(words.say("value." + text)) : Optional.empty();
            case "date" -> instant(text).map(time -> words.moment(time, zone));
            case "long", "integer", "short" ->
                WHOLE.matcher(text).matches() ? Optional.of(number(text)) : Optional.empty();
            case "double" -> decimal(text);
            default -> Optional.empty();
        };
        return known.orElseGet(() -> words.say("value.other", type, text));
    }

    private static Optional<Instant> instant(String millis) {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> decimal(String text) {
        try {
            new BigDecimal(text);
            return Optional.of(number(text));
        } catch (NumberFormatException e) {
            return Optional.empty(); // neither a number nor infinite
        }
    }

    /** Text as it is; a choice by its title; several, or the entries of a list, one after another. */
    private String text(String name, String text) {
        if (text.isEmpty()) {
            return words.say("value.empty");
        }
        boolean list = text.startsWith("[")
                || text.startsWith("{") && ENTRY.matcher(name).matches();
        return (list ? JsonText.value(text) : Optional.empty())
                .map(parsed -> stated(name, parsed))
                .orElseGet(() -> chosen(name, text));
    }

    /** A choice by its title, an amount as the console shows it, any other text as it is. */
    private String chosen(String name, String text) {
        String title = titles.get("option." + name + "." + text);
        return title != null ? title : AMOUNT.matcher(text).matches() ? number(text) : text;
    }

    private String stated(String name, Object value) {
        return switch (value) {
            case Boolean bool -> words.say(bool ? "value.1" : "value.0");
            case JsonText.Number number -> number(number.written());
            case String text when text.isEmpty() -> words.say("value.empty");
            case String text -> time(text).orElseGet(() -> chosen(name, text));
            case List<?> list when list.isEmpty() -> words.say("value.empty");
            case List<?> list ->
                list.stream().map(each -> stated(name, each)).collect(Collectors.joining(words.say("list.and")));
            case Map<?, ?> members ->
                members.entrySet().stream()
                        .map(each -> words.say(
                                "list.member",
                                name((String) each.getKey()),
                                stated((String) each.getKey(), each.getValue())))
                        .collect(Collectors.joining(words.say("list.and")));
            default -> words.say("value.none");
        };
    }

    private Optional<String> time(String text) {
        try {
            return Optional.of(words.moment(Instant.parse(text), zone));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Digits in groups, all of them: nothing is rounded. */
    private static String number(String text) {
        Matcher plain = DECIMAL.matcher(text);
        if (!plain.matches()) {
            return text;
        }
        String fraction = plain.group(2);
        String sign = text.startsWith("-") ? "-" : "";
        String grouped = String.format(Locale.ROOT, "%,d", new BigInteger(plain.group(1)).abs());
        return sign + grouped + (fraction == null || fraction.equals("0") ? "" : "." + fraction);
    }

    /** @return empty if there is no such zone */
    static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
