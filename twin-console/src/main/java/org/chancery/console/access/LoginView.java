package org.chancery.console.access;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.login.LoginForm;
import com.vaadin.flow.component.login.LoginI18n;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.console.shell.PublicLayout;
import org.chancery.console.shell.Rows;
import org.chancery.console.shell.Screen;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;

/** Sign in; in the demo profile with the list of people one may be. */
@Route(value = "login", layout = PublicLayout.class)
@AnonymousAllowed
public class LoginView extends Screen implements BeforeEnterObserver {

    private static final long serialVersionUID = 1;

    private final LoginForm form = new LoginForm();

    public LoginView(Environment environment) {
        super("login.title");
        addClassName("login");
        form.setAction("login");
        form.setForgotPasswordButtonVisible(false);
        form.setI18n(texts("login.wrong.title", t("login.wrong.text")));
        add(new H1(t("login.title")), form);
        Paragraph check = new Paragraph(new Anchor("verify", t("login.verify")));
        check.addClassName("hint");
        add(check);
        if (environment.acceptsProfiles(Profiles.of("demo"))) {
            add(demo());
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        var parameters = event.getLocation().getQueryParameters().getParameters();
        form.setError(Stream.of("error", "locked", "busy").anyMatch(parameters::containsKey));
        if (parameters.containsKey("locked")) {
            form.setI18n(texts("login.locked.title", locked(parameters)));
        } else if (parameters.containsKey("busy")) {
            form.setI18n(texts("login.busy.title", t("login.busy.text")));
        }
    }

    /** Anybody can write the address, so only what the throttle could have said is repeated. */
    private String locked(Map<String, List<String>> parameters) {
        long longest = LoginThrottle.WINDOW.toMinutes();
        String given = parameters.getOrDefault("minutes", List.of("")).getFirst();
        long minutes = given.matches("\\d") ? Math.clamp(Long.parseLong(given), 1, longest) : longest;
        return switch (parameters.get("locked").getFirst()) {
            case "name" -> t("login.locked.name", minutes);
            case "network" -> t("login.locked.network", minutes);
            default -> t("login.locked.here", minutes);
        };
    }

    private LoginI18n texts(String title, String text) {
        LoginI18n texts = LoginI18n.createDefault();
        LoginI18n.Form labels = texts.getForm();
        labels.setTitle("");
        labels.setUsername(t("login.username"));
        labels.setPassword(t("login.password"));
        labels.setSubmit(t("login.submit"));
        texts.setForm(labels);
        LoginI18n.ErrorMessage message = texts.getErrorMessage();
        message.setTitle(t(title));
        message.setMessage(text);
        message.setUsername(t("login.username.missing"));
        message.setPassword(t("login.password.missing"));
        texts.setErrorMessage(message);
        return texts;
    }

    private com.vaadin.flow.component.html.Section demo() {
        var section = new com.vaadin.flow.component.html.Section();
        section.addClassName("demo");
        Paragraph how = new Paragraph(t("login.demo.text") + " ");
        how.add(new Code(DemoAccounts.PASSWORD));
        Rows rows = new Rows(
                t("login.demo.caption"),
                List.of(t("login.demo.username"), t("login.demo.person"), t("login.demo.duty")));
        for (DemoAccounts.Demo person : DemoAccounts.ALL) {
            rows.row(
                    new Code(person.username()),
                    text(getLocale().getLanguage().equals("en") ? person.en() : person.zh()),
                    text(duty(person)));
        }
        section.add(new H2(t("login.demo.title")), how, rows);
        return section;
    }

    private String duty(DemoAccounts.Demo person) {
        return person.groups().isEmpty() ? t("role." + person.role()) : t("org." + person.organisation());
    }
}
