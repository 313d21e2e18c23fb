package org.chancery.console.ledger;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.chancery.console.shell.OfficeTime;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of entries, newest first; each opens to its public part, which names nobody. */
class EntryList extends Div {

    private static final long serialVersionUID = 1;
    private static final int PAGE = 20;
    /** So long may it grow while it is looked at. */
    private static final int LONGEST = 200;

    private static final int SUMMARY = 5;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final transient Ledger ledger;
    private final transient OfficeTime time;
    private final transient BiFunction<JsonNode, JsonNode, String> names;
    private long next;

    /**
     * @param names of a record and one of its transitions to the name of its element, empty if it has none
     * @param before list the entries below this index, newest first
     */
    EntryList(Ledger ledger, OfficeTime time, BiFunction<JsonNode, JsonNode, String> names, long before) {
        this.ledger = ledger;
        this.names = names;
        this.time = time;
        addClassName("entries");
        page(before);
    }

    private void page(long before) {
        removeAll();
        long size = ledger.head().size();
        long end = Math.min(before, size);
        long start = Math.max(0, end - PAGE);
        next = end;
        if (end == 0) {
            add(new Paragraph(getTranslation("ledger.entries.none")));
            return;
        }
        ledger.leaves(start, end).reversed().forEach(leaf -> add(entry(leaf)));
        Div pager = new Div();
        pager.addClassName("pager");
        if (end < size) {
            pager.add(link("ledger.entries.newest", Map.of()));
        }
        if (start > 0) {
            pager.add(link("ledger.entries.older", Map.of("before", String.valueOf(start))));
        }
        add(pager);
    }

    /** Puts what came since on top; what somebody reads stays open, and stays where the keyboard is. */
    void newest() {
        long size = ledger.head().size();
        if (next == 0 || size - next > PAGE || getComponentCount() > LONGEST) {
            page(size);
            return;
        }
        for (Leaf leaf : ledger.leaves(next, size)) {
            addComponentAsFirst(entry(leaf));
        }
        next = size;
    }

    private RouterLink link(String key, Map<String, String> query) {
        RouterLink link = new RouterLink(getTranslation(key), LedgerView.class);
        link.setQueryParameters(QueryParameters.simple(query));
        return link;
    }

    private NativeDetails entry(Leaf leaf) {
        String text = new String(leaf.publicPart(), StandardCharsets.UTF_8);
        Span index = new Span(String.valueOf(leaf.index()));
        index.addClassName("entry-index");
        Span kind = new Span();
        kind.addClassName("entry-kind");
        Span what = new Span();
        what.addClassName("entry-what");
        try {
            JsonNode json = JSON.readTree(text);
            kind.setText(getTranslation("entry." + json.path("kind").asString("other")));
            what.setText(summary(json));
            text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
        } catch (JacksonException notJson) {
            kind.setText(getTranslation("entry.other")); // shown as it stands
        }
        Div line = new Div(index, kind, what);
        line.addClassName("entry-line");
        Pre pre = new Pre(text);
        pre.addClassName("note");
        pre.getElement().setAttribute("tabindex", "0");
        return new NativeDetails(line, pre);
    }

    /** The first things that happened, alike ones counted; flows that were taken say nothing that the steps do not. */
    private String summary(JsonNode json) {
        Map<String, Integer> told = new LinkedHashMap<>();
        for (JsonNode transition : json.path("transitions")) {
            String type = transition.path("type").asString("");
            if (!type.equals("taken")) {
                told.merge(act(type, names.apply(json, transition)), 1, Integer::sum);
            }
        }
        List<String> words = told.entrySet().stream()
                .limit(SUMMARY)
                .map(act -> act.getValue() == 1
                        ? act.getKey()
                        : getTranslation("act.times", String.valueOf(act.getValue()), act.getKey()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (told.size() > SUMMARY) {
            words.add(getTranslation("act.more", String.valueOf(told.size() - SUMMARY)));
        }
        return words.isEmpty()
                ? moment(json.path("time").asString(""))
                : String.join(getTranslation("list.and"), words);
    }

    private String act(String type, String element) {
        String key = "act." + type;
        String told = getTranslation(key, element);
        return told.equals(key) ? (type + " " + element).strip() : told;
    }

    private String moment(String instant) {
        try {
            return time.second(Instant.parse(instant), getLocale());
        } catch (DateTimeParseException e) {
            return instant;
        }
    }
}
