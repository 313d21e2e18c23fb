package org.chancery.console.ledger;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page of entries, newest first; each opens to its public part, which names nobody. */
class EntryList extends Div {

    private static final long serialVersionUID = 1;
    private static final int PAGE = 20;
    private static final int SUMMARY_CHARS = 120;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** @param before list the entries below this index, newest first */
    EntryList(Ledger ledger, long before) {
        addClassName("entries");
        long size = ledger.head().size();
        long end = Math.min(before, size);
        long start = Math.max(0, end - PAGE);
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

    private static String summary(JsonNode json) {
        StringBuilder told = new StringBuilder();
        for (JsonNode transition : json.path("transitions")) {
            String element = transition.path("element").asString("");
            if (told.length() < SUMMARY_CHARS) {
                told.append(told.isEmpty() ? "" : ", ")
                        .append(transition.path("type").asString(""))
                        .append(element.isEmpty() ? "" : " " + element);
            }
        }
        return told.isEmpty() ? json.path("time").asString("") : told.toString();
    }
}
