package org.chancery.console.inbox;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouterLink;
import java.util.Map;
import java.util.Optional;
import org.chancery.console.access.SignedIn;
import org.chancery.console.cases.CaseView;
import org.chancery.console.form.CaseForm;
import org.chancery.console.form.FormPanel;
import org.chancery.console.shell.Notice;
import org.chancery.engine.EngineException;
import org.chancery.engine.Tasks;

/** One task: what it is about, who holds it, and its form, to be filled in by its holder only. */
class TaskPanel extends Div {

    private static final long serialVersionUID = 1;

    /** Told what became of the task. */
    interface Listener {
        void changed();

        void finished(Notice notice);
    }

    private final transient TaskPanels with;
    private final transient Listener listener;
    private final Div above = new Div();

    TaskPanel(TaskPanels with, String taskId, Listener listener) {
        this.with = with;
        this.listener = listener;
        addClassName("task-panel");
        try {
            show(with.engine.tasks().open(SignedIn.actor(), taskId));
        } catch (EngineException gone) {
            // Completed by somebody else, or never this person's: either way there is nothing to do here.
            add(with.refusals.notice(gone, getLocale()));
        }
    }

    private void show(Tasks.Detail detail) {
        Tasks.Task task = detail.task();
        String name = with.texts.element(task.definitionId(), task.element(), task.name(), getLocale());
        Paragraph caption = new Paragraph();
        caption.addClassName("caption");
        RouterLink number = new RouterLink(task.caseNumber(), CaseView.class, task.caseNumber());
        number.addClassName("case-number");
        caption.add(number);
        Span about = new Span(task.title());
        about.addClassName("task-subject");
        add(caption, new H2(name), about, above, holding(task));
        boolean mine = task.assignee().equals(Optional.of(SignedIn.actor().personId()));
        Map<String, String> texts = with.texts.of(task.definitionId(), getLocale());
        if (mine) {
            add(new FormPanel(
                    with.refusals,
                    detail.form(),
                    detail.values(),
                    texts,
                    getTranslation("inbox.task.complete"),
                    values -> complete(task, name, values)));
        } else {
            CaseForm form = new CaseForm();
            form.show(detail.form(), detail.values(), texts, true);
            add(form);
        }
    }

    private Div holding(Tasks.Task task) {
        Span holder = new Span(with.holder(task, getLocale()));
        holder.addClassName("task-holder");
        Div bar = new Div(holder);
        bar.addClassName("holding");
        boolean mine = task.assignee().equals(Optional.of(SignedIn.actor().personId()));
        if (task.assignee().isEmpty()) {
            bar.add(button(
                    "inbox.task.claim", () -> with.engine.tasks().claim(SignedIn.actor(), task.id()), "primary"));
        } else if (mine && !task.group().isEmpty()) {
            bar.add(button(
                    "inbox.task.release", () -> with.engine.tasks().release(SignedIn.actor(), task.id()), "plain"));
        }
        return bar;
    }

    private NativeButton button(String key, Runnable act, String style) {
        NativeButton button = new NativeButton(getTranslation(key));
        button.addClassNames("action", style);
        button.addClickListener(click -> {
            button.setEnabled(false);
            try {
                act.run();
                listener.changed();
            } catch (EngineException refusal) {
                above.removeAll();
                above.add(with.refusals.notice(refusal, getLocale()));
                button.setEnabled(true);
            }
        });
        return button;
    }

    private void complete(Tasks.Task task, String name, Map<String, Object> values) {
        with.engine.tasks().complete(SignedIn.actor(), task.id(), values);
        RouterLink follow = new RouterLink(getTranslation("inbox.task.follow"), CaseView.class, task.caseNumber());
        listener.finished(new Notice(
                Notice.Kind.DONE,
                getTranslation("inbox.task.done"),
                getTranslation("inbox.task.done.text", name),
                follow));
    }
}
