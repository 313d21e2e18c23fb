package org.chancery.console.shell;

import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import org.chancery.ledger.Wording;

/** A sentence about a case in names; what the record has instead of a name is that name's title. */
public final class Sentence extends Paragraph {

    private static final long serialVersionUID = 1;

    public Sentence(Wording words, TermNames names) {
        addClassName("sentence");
        for (TermNames.Piece piece : names.of(words)) {
            piece.raw().ifPresentOrElse(raw -> add(named(piece.shown(), raw)), () -> add(new Text(piece.shown())));
        }
    }

    private static Span named(String name, String raw) {
        Span span = new Span(name);
        span.setTitle(raw);
        return span;
    }
}
