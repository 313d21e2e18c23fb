package org.chancery.console.inbox;

import java.util.Locale;
import org.chancery.console.access.People;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Texts;
import org.chancery.engine.Engine;
import org.chancery.engine.Tasks;

/** Makes the panel of a task, with what it needs from the rest of the console. */
public final class TaskPanels {

    final Engine engine;
    final ModelTexts texts;
    final Refusals refusals;
    private final People people;
    private final Texts words;

    public TaskPanels(Engine engine, ModelTexts texts, Refusals refusals, People people, Texts words) {
        this.engine = engine;
        this.texts = texts;
        this.refusals = refusals;
        this.people = people;
        this.words = words;
    }

    TaskPanel panel(String taskId, TaskPanel.Listener listener) {
        return new TaskPanel(this, taskId, listener);
    }

    /** Who holds the task, in words. */
    String holder(Tasks.Task task, Locale locale) {
        return task.assignee()
                .map(person -> person.equals(SignedIn.actor().personId())
                        ? words.getTranslation("inbox.task.mine", locale)
                        : words.getTranslation(
                                "inbox.task.held",
                                locale,
                                people.name(person, locale)
                                        .orElseGet(() -> words.getTranslation("person.unnamed", locale))))
                .orElseGet(() -> words.getTranslation("inbox.task.free", locale));
    }
}
