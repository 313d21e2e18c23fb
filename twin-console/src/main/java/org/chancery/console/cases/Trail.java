package org.chancery.console.cases;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.chancery.console.access.People;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.engine.Cases;

/**
 * The steps of a case. What was committed together stands together under its place in the ledger, with its receipt;
 * what concerns the machinery only (variables, decisions, technical states) is folded away.
 */
class Trail extends Div {

    private static final long serialVersionUID = 1;

    private final transient StepWords words;
    private final transient OfficeTime time;
    private final transient People people;
    private final transient Elements elements;
    private final String number;

    Trail(
            String number,
            String definitionId,
            Elements elements,
            List<Cases.Step> steps,
            ModelTexts texts,
            OfficeTime time,
            People people) {
        this.number = number;
        this.elements = elements;
        this.words = new StepWords(definitionId, texts, time, getLocale(), this::getTranslation);
        this.time = time;
        this.people = people;
        addClassName("trail");
        if (steps.isEmpty()) {
            add(new Paragraph(getTranslation("trail.none")));
            return;
        }
        Map<Long, List<Cases.Step>> leaves = new TreeMap<>();
        steps.forEach(step ->
                leaves.computeIfAbsent(step.leaf(), leaf -> new ArrayList<>()).add(step));
        OrderedList list = new OrderedList();
        leaves.forEach((leaf, together) -> list.add(item(leaf, together)));
        add(list);
    }

    private ListItem item(long leaf, List<Cases.Step> together) {
        Cases.Step first = together.get(0);
        Span at = new Span(time.second(first.at(), getLocale()));
        at.addClassName("trail-time");
        Span who = new Span(who(first));
        who.addClassName("trail-who");
        Div line = new Div(at, who);
        line.addClassName("trail-line");
        UnorderedList plain = new UnorderedList();
        UnorderedList technical = new UnorderedList();
        for (Cases.Step step : together) {
            boolean told = StepWords.isPlain(step, elements);
            if (told) {
                plain.add(new ListItem(words.plain(step)));
            }
            if (!told || !step.details().isEmpty()) {
                technical.add(new ListItem(words.technical(step)));
            }
        }
        ListItem item = new ListItem(line);
        if (plain.getComponentCount() > 0) {
            plain.addClassName("trail-steps");
            item.add(plain);
        }
        Anchor receipt = new Anchor("receipts/" + number + "/" + leaf, getTranslation("trail.receipt"));
        receipt.getElement().setAttribute("download", true);
        receipt.setRouterIgnore(true);
        receipt.setAriaLabel(getTranslation("trail.receipt.of", String.valueOf(leaf)));
        Span place = new Span(getTranslation("trail.leaf", String.valueOf(leaf)));
        Div foot = new Div(place, receipt);
        foot.addClassName("trail-foot");
        item.add(foot);
        if (technical.getComponentCount() > 0) {
            NativeDetails more =
                    new NativeDetails(getTranslation("trail.technical", technical.getComponentCount()), technical);
            item.add(more);
        }
        return item;
    }

    private String who(Cases.Step step) {
        if (step.actor().isEmpty()) {
            return getTranslation("person.engine");
        }
        Locale locale = getLocale();
        String name = people.name(step.actor(), locale).orElseGet(() -> getTranslation("person.unnamed"));
        String organisation = step.organisation();
        return organisation.isEmpty() ? name : getTranslation("person.of", name, getTranslation("org." + organisation));
    }
}
