package org.chancery.console.ledger;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.chancery.console.shell.Facts;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.chancery.console.shell.TermNames;
import org.chancery.engine.Availability;
import org.chancery.engine.Engine;
import org.chancery.engine.Models;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerStatus;
import tools.jackson.databind.JsonNode;

/** Voters, head, checkpoint and entries. The address holds from which entry on the list reads. */
@Route("ledger")
@PermitAll
public class LedgerView extends Screen implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient ModelTexts texts;
    private final transient Ledger ledger;
    private final transient OfficeTime time;
    private final Div status = new Div();
    private final Div entries = new Div();
    private EntryList list;
    private long before = Long.MAX_VALUE;

    public LedgerView(Engine engine, ModelTexts texts, OfficeTime time, LiveChanges live) {
        super("ledger.title");
        this.engine = engine;
        this.texts = texts;
        this.ledger = engine.ledger();
        this.time = time;
        addClassName("wide");
        Paragraph lead = new Paragraph(t("ledger.lead"));
        lead.addClassName("lead");
        add(new H1(t("ledger.title")), lead, status, entries);
        live.refresh(this, this::refresh);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        before = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("before")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(Long.MAX_VALUE);
        showStatus();
        showEntries();
    }

    private void refresh() {
        showStatus();
        if (before == Long.MAX_VALUE) {
            list.newest(); // an older page does not move under the reader
        }
    }

    private void showStatus() {
        LedgerStatus now = ledger.status();
        status.removeAll();
        if (engine.availability() == Availability.DIVERGED) {
            status.add(new Notice(Notice.Kind.PROBLEM, t("ledger.diverged.title"), t("ledger.diverged")));
        } else if (!now.quorum()) {
            status.add(new Notice(Notice.Kind.PROBLEM, t("ledger.noquorum.title"), t("ledger.noquorum")));
        } else if (engine.availability() == Availability.NO_PERSON_KEYS) {
            status.add(new Notice(Notice.Kind.PROBLEM, t("ledger.nokeys.title"), t("ledger.nokeys")));
        }
        Facts facts =
                new Facts().fact(t("ledger.height"), String.valueOf(now.head().size()));
        facts.addClassName("across");
        facts.fact(t("ledger.origin"), now.origin()).fact(t("ledger.term"), String.valueOf(now.term()));
        facts.fact(t("ledger.root"), hash(now.head()));
        status.add(facts);
        if (now.singleMachine()) {
            Paragraph machine = new Paragraph(t("ledger.onemachine"));
            machine.addClassName("inset");
            status.add(machine);
        }
        status.add(
                new H2(t("ledger.voters")),
                voters(now),
                new WitnessList(ledger.witnesses(), time, findings()),
                checkpoint(ledger.published()));
    }

    private FindingItems findings() {
        Map<String, String> definitions = definitions();
        return new FindingItems(
                engine.seals()::told,
                (process, version) -> new TermNames(
                        definitions.getOrDefault(process + ' ' + version, ""),
                        texts,
                        time,
                        getLocale(),
                        this::getTranslation),
                getLocale(),
                this::getTranslation);
    }

    private Rows voters(LedgerStatus now) {
        Rows rows = new Rows(
                t("ledger.voters"),
                List.of(
                        t("ledger.voter"),
                        t("ledger.role"),
                        t("ledger.kind"),
                        t("ledger.height"),
                        t("ledger.root"),
                        t("ledger.address")));
        for (LedgerStatus.Peer peer : now.peers()) {
            Span role = text(t("peer." + peer.role()));
            role.addClassNames("tag", "peer-" + peer.role().name().toLowerCase(Locale.ROOT));
            rows.row(
                    text(peer.id()),
                    role,
                    text(peer.trouble().orElseGet(() -> t("peer.kind." + peer.kind()))),
                    text(peer.head().map(head -> String.valueOf(head.size())).orElse("–")),
                    peer.head().map(LedgerView::hash).orElseGet(() -> new Code("–")),
                    new Code(peer.address()));
        }
        return rows;
    }

    private Div checkpoint(Checkpoint checkpoint) {
        Pre note = new Pre(checkpoint.note());
        note.addClassName("note");
        note.getElement().setAttribute("tabindex", "0");
        Paragraph at = new Paragraph(t(
                "ledger.checkpoint.at",
                String.valueOf(checkpoint.head().size()),
                time.second(checkpoint.signedAt(), getLocale())));
        Anchor raw = new Anchor("checkpoint", t("ledger.checkpoint.raw"));
        raw.setRouterIgnore(true);
        Anchor key = new Anchor("log.vkey", t("ledger.key.raw"));
        key.setRouterIgnore(true);
        Div links = new Div(raw, key);
        links.addClassName("links");
        return new Div(new H2(t("ledger.checkpoint")), at, note, links);
    }

    private void showEntries() {
        entries.removeAll();
        list = new EntryList(ledger, time, names(), before);
        entries.add(new H2(t("ledger.entries")), list);
    }

    /** Deployed processes by key and version. */
    private Map<String, String> definitions() {
        return engine.models().versions().stream()
                .collect(Collectors.toMap(
                        version -> version.key() + ' ' + version.version(), Models.Version::definitionId, (a, b) -> a));
    }

    /** Elements by their names, as far as the entry says to which deployed process they belong. */
    private BiFunction<JsonNode, JsonNode, String> names() {
        Map<String, String> definitions = definitions();
        return (record, transition) -> {
            String element = transition.path("element").asString("");
            JsonNode said = transition.has("process") ? transition : record; // a record says once what all share
            String definition = definitions.get(said.path("process").asString("")
                    + ' '
                    + said.path("version").asString(""));
            return definition == null || element.isEmpty()
                    ? element
                    : texts.element(definition, element, "", getLocale());
        };
    }

    /** Short enough to compare by eye; the whole hash as its title. */
    static Code hash(Head head) {
        String hex = head.root().hex();
        Code code = new Code(hex.substring(0, 16) + "…");
        code.setTitle(hex);
        code.addClassName("hash");
        return code;
    }
}
