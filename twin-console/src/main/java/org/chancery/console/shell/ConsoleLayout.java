package org.chancery.console.shell;

import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import jakarta.annotation.security.PermitAll;
import java.util.Set;
import org.chancery.console.access.Account;
import org.chancery.console.access.People;
import org.chancery.console.access.SignedIn;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Engine;

/** The frame of the console: masthead, navigation by role, and whether the log accepts writes. */
@Layout
@PermitAll
public class ConsoleLayout extends AppLayout {

    private static final long serialVersionUID = 1;

    private final transient AuthenticationContext session;

    public ConsoleLayout(AuthenticationContext session, Engine engine, LiveChanges live) {
        this.session = session;
        Account person = SignedIn.current().account();
        setPrimarySection(Section.NAVBAR);
        DrawerToggle toggle = new DrawerToggle();
        toggle.setAriaLabel(getTranslation("nav.toggle"));
        Div right = new Div(new StatusChip(engine, live), new Controls(), leave(person));
        right.addClassName("masthead-right");
        addToNavbar(
                skip(),
                toggle,
                PublicLayout.brand(getTranslation("product.name"), getTranslation("product.line")),
                right);
        addToDrawer(who(person), navigation(person.roles()));
    }

    /** First on the way of the Tab key, past what is the same on every screen. */
    private NativeButton skip() {
        NativeButton skip = new NativeButton(getTranslation("nav.skip"));
        skip.addClassName("skip");
        skip.addClickListener(click -> skip.getElement()
                .executeJs("const screen = document.querySelector('.screen');"
                        + " screen.tabIndex = -1; screen.focus(); screen.scrollIntoView()"));
        return skip;
    }

    private Div who(Account person) {
        Span name = new Span(People.name(person, getLocale()).orElse(person.username()));
        name.addClassName("who-name");
        Span duty = new Span(duty(person));
        duty.addClassName("who-duty");
        Div who = new Div(name, duty);
        who.addClassName("who");
        return who;
    }

    private String duty(Account person) {
        if (!person.groups().isEmpty()) {
            return getTranslation("org." + person.organisation());
        }
        return person.roles().stream()
                .map(role -> getTranslation("role." + role))
                .sorted()
                .reduce((one, other) -> one + " · " + other)
                .orElse("");
    }

    private NativeButton leave(Account person) {
        NativeButton button = new NativeButton(getTranslation("nav.leave"), click -> session.logout());
        button.addClassName("bare");
        return button;
    }

    private SideNav navigation(Set<Role> roles) {
        SideNav nav = new SideNav();
        nav.getElement().setAttribute("aria-label", getTranslation("nav.label"));
        if (roles.contains(Role.APPLICANT)) {
            item(nav, "nav.apply", "apply");
            item(nav, "nav.mine", "cases");
        }
        if (roles.contains(Role.CLERK) || roles.contains(Role.APPLICANT)) {
            item(nav, roles.contains(Role.CLERK) ? "nav.inbox" : "nav.asked", "inbox");
        }
        if (seesCases(roles)) {
            item(nav, "nav.cases", "cases");
        }
        if (roles.contains(Role.ANALYST) || roles.contains(Role.ADMINISTRATOR)) {
            item(nav, "nav.models", "models");
        }
        if (roles.contains(Role.DATA_OFFICER)) {
            item(nav, "nav.erasures", "erasures");
        }
        item(nav, "nav.ledger", "ledger");
        if (roles.contains(Role.AUDITOR) || roles.contains(Role.ADMINISTRATOR)) {
            item(nav, "nav.audit", "audit");
        }
        item(nav, "nav.verify", "verify");
        return nav;
    }

    /** An applicant's own stand under another name; an analyst has none to see. */
    private static boolean seesCases(Set<Role> roles) {
        return !roles.contains(Role.APPLICANT)
                && roles.stream()
                        .anyMatch(Set.of(Role.CLERK, Role.AUDITOR, Role.DATA_OFFICER, Role.ADMINISTRATOR)::contains);
    }

    private void item(SideNav nav, String key, String path) {
        SideNavItem item = new SideNavItem(getTranslation(key), path);
        item.setMatchNested(true);
        nav.addItem(item);
    }

    /** Where a person begins: what their role comes here for. */
    static String home(Set<Role> roles) {
        if (roles.contains(Role.APPLICANT)) {
            return "apply";
        }
        if (roles.contains(Role.CLERK)) {
            return "inbox";
        }
        if (roles.contains(Role.ANALYST)) {
            return "models";
        }
        if (roles.contains(Role.DATA_OFFICER)) {
            return "erasures";
        }
        return roles.contains(Role.AUDITOR) ? "audit" : "ledger";
    }
}
