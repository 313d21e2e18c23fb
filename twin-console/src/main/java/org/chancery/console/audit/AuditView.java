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
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Facts;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.chancery.engine.AuditReport;
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

    private final transient NodeAudit audit;
    private final transient Refusals refusals;
    private final transient OfficeTime time;
    private final Div result = new Div();
    private final NativeButton run;

    public AuditView(NodeAudit audit, Refusals refusals, OfficeTime time) {
        super("audit.title");
        this.audit = audit;
        this.refusals = refusals;
        this.time = time;
        addClassName("wide");
        Paragraph lead = new Paragraph(t("audit.lead"));
        lead.addClassName("lead");
        run = new NativeButton(t("audit.run"), click -> start());
        run.addClassNames("action", "primary");
        add(new H1(t("audit.title")), lead, run, result);
    }

    private void start() {
        UI ui = UI.getCurrent();
        Locale locale = getLocale();
        Optional<Instant> taken = audit.begin(SignedIn.actor(), outcome -> tell(ui, outcome, locale));
        result.removeAll();
        if (taken.isPresent()) {
            String text = t("audit.taken.text", time.minute(taken.get(), locale));
            result.add(new Notice(Notice.Kind.PROBLEM, t("audit.taken"), text));
            return;
        }
        run.setEnabled(false);
        ProgressBar progress = new ProgressBar();
        progress.setIndeterminate(true);
        progress.getElement().setAttribute("aria-label", t("audit.running"));
        result.add(new Paragraph(t("audit.running")), progress);
    }

    /** On the audit's thread; the screen's lock keeps it waiting until {@link #start} is done. */
    private void tell(UI ui, NodeAudit.Outcome outcome, Locale locale) {
        Command answer = switch (outcome) {
            case NodeAudit.Outcome.Compared compared -> () -> show(compared.report());
            case NodeAudit.Outcome.Refused refused -> {
                Notice notice = refusals.notice(refused.why(), locale);
                yield () -> end(notice);
            }
        };
        try {
            ui.access(answer);
        } catch (UIDetachedException left) {
            LOG.debug("the audit ended after its screen was left", left);
        }
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
