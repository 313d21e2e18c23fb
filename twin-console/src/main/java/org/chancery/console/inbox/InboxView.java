package org.chancery.console.inbox;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Engine;
import org.chancery.engine.Tasks;

/** Open work on the left, the chosen task on the right. The address holds the filter and the task. */
@Route("inbox")
@RolesAllowed({"CLERK", "APPLICANT"})
public class InboxView extends Screen implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;

    /** Which of the open tasks are listed. */
    public enum Filter {
        ALL,
        MINE,
        UNASSIGNED
    }

    private final transient Engine engine;
    private final transient ModelTexts texts;
    private final transient OfficeTime time;
    private final transient Clock clock;
    private final transient TaskPanels panels;
    private final Div list = new Div();
    private final Div detail = new Div();
    private final Paragraph hint = new Paragraph(t("inbox.choose"));
    private final boolean clerk = SignedIn.actor().is(Role.CLERK);
    private Filter filter = Filter.ALL;
    private String chosen = "";

    public InboxView(
            Engine engine, ModelTexts texts, OfficeTime time, Clock clock, TaskPanels panels, LiveChanges live) {
        super(title());
        this.engine = engine;
        this.texts = texts;
        this.time = time;
        this.clock = clock;
        this.panels = panels;
        addClassNames("wide", "inbox");
        hint.addClassName("hint");
        list.addClassName("inbox-list");
        detail.addClassName("inbox-detail");
        Div both = new Div(list, detail);
        both.addClassName("master-detail");
        add(new H1(t(title())), both);
        live.refresh(this, this::showList);
    }

    /** Applicants take no tasks from a pool; what is theirs is asked of them. */
    private static String title() {
        return SignedIn.actor().is(Role.CLERK) ? "inbox.title" : "nav.asked";
    }

    /** The address of the inbox with a filter and, if not empty, a task. */
    public static QueryParameters address(Filter filter, String task) {
        Map<String, String> query = new HashMap<>();
        if (filter != Filter.ALL) {
            query.put("show", filter.name().toLowerCase(Locale.ROOT));
        }
        if (!task.isEmpty()) {
            query.put("task", task);
        }
        return QueryParameters.simple(query);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        QueryParameters query = event.getLocation().getQueryParameters();
        filter = query.getSingleParameter("show").map(InboxView::filter).orElse(Filter.ALL);
        chosen = query.getSingleParameter("task").orElse("");
        showList();
        showTask();
    }

    private static Filter filter(String name) {
        return switch (name) {
            case "mine" -> Filter.MINE;
            case "unassigned" -> Filter.UNASSIGNED;
            default -> Filter.ALL;
        };
    }

    private void showList() {
        List<Tasks.Task> open = engine.tasks().inbox(SignedIn.actor());
        list.removeAll();
        if (clerk) {
            list.add(filters(open));
        }
        List<Tasks.Task> shown =
                open.stream().filter(task -> fits(task, filter)).toList();
        if (shown.isEmpty()) {
            Div empty = new Div(new Paragraph(t(clerk ? "inbox.none." + filter : "inbox.asked.none")));
            empty.addClassName("empty");
            list.add(empty);
        }
        UnorderedList items = new UnorderedList();
        items.addClassName("task-list");
        shown.forEach(task -> items.add(item(task)));
        items.setVisible(!shown.isEmpty());
        list.add(items);
        if (open.size() == Tasks.MOST) {
            list.add(new Paragraph(t("inbox.more", Tasks.MOST)));
        }
        hint.setVisible(!shown.isEmpty());
        getElement().getClassList().set("has-task", !chosen.isEmpty());
    }

    private static boolean fits(Tasks.Task task, Filter filter) {
        return switch (filter) {
            case ALL -> true;
            case MINE -> task.assignee().equals(Optional.of(SignedIn.actor().personId()));
            case UNASSIGNED -> task.assignee().isEmpty();
        };
    }

    private Nav filters(List<Tasks.Task> open) {
        Nav nav = new Nav();
        nav.addClassName("filters");
        nav.getElement().setAttribute("aria-label", t("inbox.filters"));
        for (Filter each : Filter.values()) {
            long count = open.stream().filter(task -> fits(task, each)).count();
            RouterLink link = new RouterLink(t("inbox.filter." + each, count), InboxView.class);
            link.setQueryParameters(address(each, ""));
            if (each == filter) {
                link.getElement().setAttribute("aria-current", "true");
            }
            nav.add(link);
        }
        return nav;
    }

    private ListItem item(Tasks.Task task) {
        Span name = new Span(texts.element(task.definitionId(), task.element(), task.name(), getLocale()));
        name.addClassName("task-name");
        Span about = new Span(task.title().isEmpty() ? task.caseNumber() : task.title());
        about.addClassName("task-about");
        Span holder = new Span(panels.holder(task, getLocale()));
        holder.addClassName("task-holder");
        RouterLink link = new RouterLink();
        link.setRoute(InboxView.class);
        link.setQueryParameters(address(filter, task.id()));
        link.add(name, about, due(task), holder);
        if (task.id().equals(chosen)) {
            link.getElement().setAttribute("aria-current", "true");
        }
        return new ListItem(link);
    }

    /** Urgency in words; the colour only repeats them. */
    private Span due(Tasks.Task task) {
        Span span = new Span();
        span.addClassName("task-due");
        task.due().ifPresent(by -> {
            long days = time.date(by).toEpochDay() - time.date(clock.instant()).toEpochDay();
            boolean late = by.isBefore(clock.instant());
            String key = late ? "due.late" : days == 0 ? "due.today" : "due.by";
            span.setText(t(key, time.minute(by, getLocale())));
            span.getElement().setAttribute("data-due", late ? "late" : days == 0 ? "today" : "later");
        });
        return span;
    }

    private void showTask() {
        detail.removeAll();
        if (chosen.isEmpty()) {
            detail.add(hint);
            return;
        }
        detail.add(panels.panel(chosen, new TaskPanel.Listener() {
            @Override
            public void changed() {
                showList();
                showTask();
            }

            @Override
            public void finished(Notice notice) {
                chosen = "";
                showList();
                detail.removeAll();
                detail.add(notice);
            }
        }));
    }
}
