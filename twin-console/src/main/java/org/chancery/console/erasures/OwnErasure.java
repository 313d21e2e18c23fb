package org.chancery.console.erasures;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import java.util.List;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Refusals;
import org.chancery.engine.Actor;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.State;

/** An applicant's part of their case page: ask to be erased, and see what became of it. */
public class OwnErasure extends Section {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient Refusals refusals;
    private final transient ErasureWords words;
    private final Div body = new Div();
    private String caseNumber = "";

    public OwnErasure(Engine engine, Refusals refusals, ErasureWords words) {
        this.engine = engine;
        this.refusals = refusals;
        this.words = words;
        addClassName("own-erasure");
        add(new H2(getTranslation("erasure.own")), body);
    }

    public void show(String number) {
        caseNumber = number;
        Actor actor = SignedIn.actor();
        body.removeAll();
        boolean applicant = actor.is(Actor.Role.APPLICANT);
        setVisible(applicant);
        if (!applicant) {
            return;
        }
        List<Erasure> own = engine.erasures().list(actor).stream()
                .filter(one -> one.caseNumber().equals(number) && one.state() != State.DECLINED)
                .toList();
        own.forEach(one -> body.add(words.facts(one, getLocale())));
        if (own.stream().noneMatch(one -> one.person().equals(actor.personId()))) {
            NativeButton ask = new NativeButton(getTranslation("erasure.own.ask"), click -> ask());
            ask.addClassNames("action", "plain");
            body.add(new Paragraph(getTranslation("erasure.own.text")), ask);
        }
    }

    private void ask() {
        Actor actor = SignedIn.actor();
        try {
            engine.erasures().request(actor, caseNumber, actor.personId(), Ground.PERSON_REQUEST, false);
            show(caseNumber);
        } catch (EngineException refusal) {
            body.addComponentAsFirst(refusals.notice(refusal, getLocale()));
        }
    }
}
