package org.chancery.console.erasures;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.Refusals;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.State;

/** One erasure: whom it concerns, where it stands, and the decision, if it is this officer's to take. */
class DecisionPanel extends Section {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient Refusals refusals;
    private final transient ErasureWords words;
    private final transient Erasure erasure;
    private final Div above = new Div();

    DecisionPanel(Engine engine, Refusals refusals, ErasureWords words, Erasure erasure) {
        this.engine = engine;
        this.refusals = refusals;
        this.words = words;
        this.erasure = erasure;
        addClassName("erasure-decision");
        add(new H2(getTranslation("erasures.one", erasure.caseNumber())), above);
        engine.erasures().persons(SignedIn.actor(), erasure.caseNumber()).stream()
                .filter(person ->
                        person.id().equals(erasure.person()) || erasure.keys().contains(person.id()))
                .forEach(person -> add(words.whom(person, getLocale())));
        add(words.facts(erasure, getLocale()));
        if (erasure.state() == State.REQUESTED) {
            add(decision());
        }
    }

    boolean shows(Erasure other) {
        return erasure.equals(other);
    }

    private Div decision() {
        boolean own = erasure.requestedBy().equals(SignedIn.actor().personId());
        NativeButton decline =
                new NativeButton(getTranslation(own ? "erasures.withdraw" : "erasures.decline"), click -> decline());
        decline.addClassNames("action", "plain");
        Div bar = new Div();
        bar.addClassName("holding");
        if (own) {
            bar.add(new Paragraph(getTranslation("erasures.second")), decline);
            return bar;
        }
        NativeButton confirm = new NativeButton(getTranslation("erasures.confirm"));
        confirm.addClassNames("action", "primary");
        confirm.addClickListener(click -> {
            confirm.setEnabled(false);
            act(() -> engine.erasures().confirm(SignedIn.actor(), erasure.id()));
            confirm.setEnabled(true);
        });
        bar.add(confirm, decline);
        return new Div(new Notice(
                Notice.Kind.NOTE, getTranslation("erasures.final"), getTranslation("erasures.final.text"), bar));
    }

    private void decline() {
        act(() -> engine.erasures().decline(SignedIn.actor(), erasure.id()));
    }

    private void act(Runnable act) {
        above.removeAll();
        try {
            act.run();
            ErasuresView.look("id", erasure.id());
        } catch (EngineException refusal) {
            above.add(refusals.notice(refusal, getLocale()));
        }
    }
}
