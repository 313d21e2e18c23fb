package org.chancery.console.form;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.Refusals;
import org.chancery.engine.EngineException;
import org.chancery.ledger.LedgerException;

/**
 * A form with its button and, above it, the summary of what is wrong: each line leads to its field. What was typed
 * stays, whatever the answer.
 */
public class FormPanel extends Div {

    private static final long serialVersionUID = 1;

    private final Div above = new Div();
    private final CaseForm form = new CaseForm();
    private final NativeButton send;
    private final transient Refusals refusals;
    private final String schema;
    private final Map<String, String> texts;
    private boolean repeatable;

    /**
     * @param act what to do with complete values; what it throws is shown above the form
     */
    public FormPanel(
            Refusals refusals,
            String schema,
            Map<String, Object> values,
            Map<String, String> texts,
            String button,
            Consumer<Map<String, Object>> act) {
        this.refusals = refusals;
        this.schema = schema;
        this.texts = Map.copyOf(texts);
        addClassName("form-panel");
        form.show(schema, values, texts, false);
        form.onSubmit(submission -> received(submission, act));
        send = new NativeButton(button);
        send.addClassNames("action", "primary");
        send.addClickListener(click -> {
            send.setEnabled(false);
            form.submit();
        });
        add(above, form, send);
    }

    /** Sending the same answers again has no second effect: said to whoever got no answer in time. */
    public FormPanel repeatable() {
        repeatable = true;
        return this;
    }

    private void received(CaseForm.Submission submission, Consumer<Map<String, Object>> act) {
        above.removeAll();
        try {
            if (submission.problems().isEmpty()) {
                act.accept(submission.values());
            } else {
                summarise(submission.problems());
            }
        } catch (EngineException.InvalidInput invalid) {
            List<CaseForm.Problem> problems =
                    invalid.problems().stream().map(this::readable).toList();
            form.mark(problems);
            summarise(problems);
        } catch (EngineException refusal) {
            refuse(refusal);
        } catch (LedgerException.UnknownOutcome unknown) {
            refuse(new EngineException.UnknownOutcome(unknown.recordId(), unknown));
        } catch (LedgerException.NoQuorum unreachable) {
            refuse(new EngineException.NoQuorum(unreachable)); // the store of personal keys, which has no gate
        } finally {
            send.setEnabled(true);
        }
    }

    private void refuse(EngineException refusal) {
        above.add(
                repeatable && refusal instanceof EngineException.UnknownOutcome
                        ? new Notice(
                                Notice.Kind.PROBLEM,
                                refusals.title(refusal, getLocale()),
                                getTranslation("form.send-again"))
                        : refusals.notice(refusal, getLocale()));
        above.scrollIntoView();
    }

    private CaseForm.Problem readable(EngineException.InvalidInput.Problem problem) {
        Locale locale = getLocale();
        String text = refusals.text(problem.code(), problem.details(), texts, locale);
        String label = problem.field().isEmpty() ? "" : CaseForm.label(schema, problem.field(), texts);
        return new CaseForm.Problem(problem.field(), label, text);
    }

    private void summarise(List<CaseForm.Problem> problems) {
        UnorderedList list = new UnorderedList();
        for (CaseForm.Problem problem : problems) {
            String line = problem.label().isEmpty()
                    ? problem.text()
                    : getTranslation("form.problem", problem.label(), problem.text());
            NativeButton link = new NativeButton(line, click -> form.focusField(problem.field()));
            link.addClassName("link");
            list.add(new ListItem(link));
        }
        Div summary = new Div(new H2(getTranslation("form.summary")), list);
        summary.addClassNames("notice", "notice-problem", "error-summary");
        summary.getElement().setAttribute("role", "alert").setAttribute("tabindex", "-1");
        above.add(summary);
        if (problems.size() == 1 && !problems.get(0).field().isEmpty()) {
            form.focusField(problems.get(0).field()); // the summary is read aloud by itself
        } else {
            summary.getElement().executeJs("this.focus(); this.scrollIntoView({block: 'start'})");
        }
    }

    /** A message above the form. */
    public void say(Notice notice) {
        above.removeAll();
        above.add(notice);
    }
}
