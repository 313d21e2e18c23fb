package org.chancery.console.erasures;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Rows;
import org.chancery.engine.Actor;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.Hold;
import org.chancery.engine.Erasures.Person;

/** Whom a case holds personal fields of; the erasure of each can be requested, once what holds it has been read. */
class PersonsPanel extends Section {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient Refusals refusals;
    private final transient ErasureWords words;
    private final String caseNumber;
    private final Div request = new Div();

    PersonsPanel(Engine engine, Refusals refusals, ErasureWords words, String caseNumber) {
        this.engine = engine;
        this.refusals = refusals;
        this.words = words;
        this.caseNumber = caseNumber;
        addClassName("erasure-persons");
        List<Person> persons = engine.erasures().persons(SignedIn.actor(), caseNumber);
        add(new H2(getTranslation("erasures.persons", caseNumber)));
        if (persons.isEmpty()) {
            add(new Paragraph(getTranslation("erasures.persons.none")));
            return;
        }
        Rows rows = new Rows(
                getTranslation("erasures.persons.caption"),
                List.of(
                        getTranslation("erasures.whom"),
                        getTranslation("erasure.state"),
                        getTranslation("erasure.open")));
        for (Person person : persons) {
            rows.row(words.whom(person, getLocale()), state(person), choose(person));
        }
        add(rows, request);
    }

    private Paragraph state(Person person) {
        return new Paragraph(getTranslation(person.erased() ? "erasures.person.erased" : "erasures.person.kept"));
    }

    private Div choose(Person person) {
        if (person.erased()) {
            return new Div();
        }
        NativeButton choose = new NativeButton(getTranslation("erasures.request"), click -> begin(person));
        choose.addClassNames("action", "plain");
        return new Div(choose);
    }

    private void begin(Person person) {
        request.removeAll();
        try {
            Actor actor = SignedIn.actor();
            List<Hold> holds = engine.erasures().holds(actor, caseNumber, person.id());
            Map<String, String> grounds = new LinkedHashMap<>();
            Arrays.stream(Ground.values())
                    .forEach(ground -> grounds.put(ground.name(), getTranslation("erasure.ground." + ground)));
            Choice ground = new Choice(getTranslation("erasure.ground"), grounds);
            NativeButton send = new NativeButton(
                    getTranslation(holds.isEmpty() ? "erasures.request.send" : "erasures.request.despite"));
            send.addClassNames("action", "primary");
            send.addClickListener(click -> send(person, Ground.valueOf(ground.value()), !holds.isEmpty(), send));
            Notice what = new Notice(
                    Notice.Kind.NOTE,
                    getTranslation("erasures.request.title"),
                    getTranslation(person.applicant() ? "erasures.request.applicant" : "erasures.request.text"));
            what.add(words.whom(person, getLocale()));
            Div form = new Div(what);
            if (!holds.isEmpty()) {
                UnorderedList held = new UnorderedList();
                holds.forEach(hold -> held.add(new ListItem(words.hold(hold, getLocale()))));
                form.add(new Paragraph(getTranslation("erasures.held")), held);
            }
            Div act = new Div(ground, send);
            act.addClassName("search-bar");
            form.add(act);
            request.add(form);
        } catch (EngineException refusal) {
            request.add(refusals.notice(refusal, getLocale()));
        }
    }

    private void send(Person person, Ground ground, boolean despite, NativeButton send) {
        send.setEnabled(false);
        try {
            String id = engine.erasures().request(SignedIn.actor(), caseNumber, person.id(), ground, despite);
            ErasuresView.look("id", id);
        } catch (EngineException refusal) {
            request.addComponentAsFirst(refusals.notice(refusal, getLocale()));
            send.setEnabled(true);
        }
    }
}
