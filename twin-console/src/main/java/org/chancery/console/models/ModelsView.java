package org.chancery.console.models;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.console.access.People;
import org.chancery.console.diagram.Diagram;
import org.chancery.console.shell.LiveChanges;
import org.chancery.console.shell.ModelTexts;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.chancery.engine.Engine;
import org.chancery.engine.Models;

/** Every deployed version with its diagram, and the deployment of new files. The address holds the chosen version. */
@Route("models")
@RolesAllowed({"ANALYST", "ADMINISTRATOR"})
public class ModelsView extends Screen implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;
    private static final int HASH_SHOWN = 16;

    private final transient Engine engine;
    private final transient ModelTexts texts;
    private final transient OfficeTime time;
    private final transient People people;
    private final Div versions = new Div();
    private final Div drawing = new Div();
    private String chosen = "";

    public ModelsView(
            Engine engine, ModelTexts texts, OfficeTime time, People people, Refusals refusals, LiveChanges live) {
        super("models.title");
        this.engine = engine;
        this.texts = texts;
        this.time = time;
        this.people = people;
        addClassName("wide");
        Paragraph lead = new Paragraph(t("models.lead"));
        lead.addClassName("lead");
        add(new H1(t("models.title")), lead, versions, drawing);
        add(new Deployment(engine, refusals, this::showVersions));
        live.refresh(this, this::showVersions);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        chosen = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("version")
                .orElse("");
        showVersions();
        showDrawing();
    }

    private void showVersions() {
        versions.removeAll();
        List<Models.Version> all = engine.models().versions();
        if (all.isEmpty()) {
            versions.add(new Paragraph(t("models.none")));
            return;
        }
        Rows rows = new Rows(
                t("models.versions"),
                List.of(
                        t("models.process"),
                        t("models.version"),
                        t("models.state"),
                        t("models.deployed"),
                        t("models.by"),
                        t("models.hash")));
        Set<String> newest = new HashSet<>();
        for (Models.Version version : all) {
            rows.row(
                    link(version),
                    text(String.valueOf(version.version())),
                    text(t(newest.add(version.key()) ? "models.inforce" : "models.earlier")),
                    text(time.minute(version.deployedAt(), getLocale())),
                    text(by(version)),
                    hash(version.sha256()));
        }
        versions.add(rows);
    }

    private RouterLink link(Models.Version version) {
        RouterLink link = new RouterLink(title(version), ModelsView.class);
        link.setQueryParameters(QueryParameters.simple(Map.of("version", version.definitionId())));
        return link;
    }

    private String title(Models.Version version) {
        return texts.of(version.definitionId(), getLocale()).getOrDefault("title", version.key());
    }

    private String by(Models.Version version) {
        return version.deployedBy().isEmpty()
                ? t("person.engine")
                : people.name(version.deployedBy(), getLocale()).orElseGet(() -> t("person.unnamed"));
    }

    private static Code hash(String sha256) {
        Code code = new Code(sha256.substring(0, Math.min(HASH_SHOWN, sha256.length())) + "…");
        code.setTitle(sha256);
        code.addClassName("hash");
        return code;
    }

    private void showDrawing() {
        drawing.removeAll();
        List<Models.Version> all = engine.models().versions();
        Optional<Models.Version> shown = all.stream()
                .filter(version -> version.definitionId().equals(chosen))
                .findFirst()
                .or(() -> all.stream().findFirst());
        shown.ifPresent(version -> {
            Diagram diagram = new Diagram();
            String name = t("models.drawing", title(version), String.valueOf(version.version()));
            drawing.add(new H2(name), diagram);
            diagram.show(
                    engine.models().diagram(version.definitionId()),
                    name,
                    texts.of(version.definitionId(), getLocale()),
                    List.of(),
                    List.of(),
                    List.of());
        });
    }
}
