package org.chancery.console.verify;

import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import org.chancery.console.shell.OfficeTime;
import org.chancery.console.shell.PublicLayout;
import org.chancery.console.shell.Screen;

/** Anyone may check a receipt here; it never leaves their browser. */
@Route(value = "verify", layout = PublicLayout.class)
@AnonymousAllowed
public class VerifyView extends Screen {

    private static final long serialVersionUID = 1;

    public VerifyView(OfficeTime time) {
        super("verify.title");
        addClassName("verify");
        Paragraph lead = new Paragraph(t("verify.lead"));
        lead.addClassName("lead");
        Paragraph offline = new Paragraph(t("verify.offline"));
        offline.addClassName("hint");
        add(new H1(t("verify.title")), lead, new ReceiptCheck(time.zone()), offline);
    }
}
