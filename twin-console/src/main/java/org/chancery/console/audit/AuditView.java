package org.chancery.console.audit;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.Command;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Facts;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Actor;
import org.chancery.engine.AuditReport;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the state from the ledger and names every cell of the live database that differs. */
@Route("audit")
@RolesAllowed({"AUDITOR", "ADMINISTRATOR"})
public class AuditView extends Screen {

    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(AuditView.class);

    /** More rows than this would help nobody on a screen; the command lists all. */
    private static final int SHOWN = 500;

    private final transient Engine engine;
    private final transient Refusals refusals;
    private final Div result = new Div();
    private final NativeButton run;

    public AuditView(Engine engine, Refusals refusals) {
        super("audit.title");
        this.engine = engine;
        this.refusals = refusals;
        addClassName("wide");
        Paragraph lead = new Paragraph(t("audit.lead"));
        lead.addClassName("lead");
        run = new NativeButton(t("audit.run"), click -> start());
        run.addClassNames("action", "primary");
        add(new H1(t("audit.title")), lead, run, result);
    }

    private void start() {
        run.setEnabled(false);
        ProgressBar progress = new ProgressBar();
        progress.setIndeterminate(true);
        progress.getElement().setAttribute("aria-label", t("audit.running"));
        result.removeAll();
        result.add(new Paragraph(t("audit.running")), progress);
        UI ui = UI.getCurrent();
        Actor actor = SignedIn.actor();
        Locale locale = getLocale();
        Thread.ofVirtual().name("audit").start(() -> {
            Command outcome;
            try {
                AuditReport report = engine.audit(actor);
                outcome = () -> show(report);
            } catch (RuntimeException failure) {
                Notice notice = refusals.notice(refusal(failure), locale);
                outcome = () -> end(notice);
            }
            try {
                ui.access(outcome);
            } catch (UIDetachedException left) {
                LOG.debug("the audit ended after its screen was left", left);
            }
        });
    }

    private static EngineException refusal(RuntimeException failure) {
        return failure instanceof EngineException refusal ? refusal : new EngineException.Failed("audit", failure);
    }

    private void end(Notice notice) {
        result.removeAll();
        result.add(notice);
        run.setEnabled(true);
    }

    private void show(AuditReport report) {
        int count = report.differences().size();
        end(
                report.agrees()
                        ? new Notice(Notice.Kind.DONE, t("audit.agrees"), t("audit.agrees.text"))
                        : new Notice(Notice.Kind.PROBLEM, t("audit.differs", count), t("audit.differs.text")));
        Facts facts = new Facts()
                .fact(t("audit.head"), String.valueOf(report.head()))
                .fact(t("audit.tables"), String.valueOf(report.tables()))
                .fact(t("audit.rows"), String.valueOf(report.rows()))
                .fact(t("audit.erased"), String.valueOf(report.erasedFields()));
        if (report.behind() > 0) {
            facts.fact(t("audit.behind"), String.valueOf(report.behind()));
        }
        facts.addClassName("across");
        result.add(facts);
        if (count > 0) {
            result.add(differences(report.differences()));
        }
    }

    private Rows differences(List<AuditReport.Difference> differences) {
        Rows rows = new Rows(
                t("audit.differences"),
                List.of(t("audit.table"), t("audit.key"), t("audit.column"), t("audit.ledger"), t("audit.live")));
        differences.stream()
                .limit(SHOWN)
                .forEach(cell -> rows.row(
                        new Code(cell.table()),
                        new Code(cell.key()),
                        new Code(cell.column()),
                        new Code(cell.ledgerValue()),
                        new Code(cell.liveValue())));
        return rows;
    }
}
