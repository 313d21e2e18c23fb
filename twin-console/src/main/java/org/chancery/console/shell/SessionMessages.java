package org.chancery.console.shell;

import com.vaadin.flow.component.ReconnectDialogConfiguration;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.SystemMessages;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the browser says, in the person's language, when it and the server lose each other, and what to do then. */
public final class SessionMessages implements VaadinServiceInitListener {

    private static final long serialVersionUID = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Texts texts;

    public SessionMessages(Texts texts) {
        this.texts = texts;
    }

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.getSource().setSystemMessagesProvider(asked -> messages(asked.getLocale()));
        init.getSource().addUIInitListener(started -> connection(started.getUI()));
    }

    private SystemMessages messages(Locale locale) {
        CustomizedSystemMessages messages = new CustomizedSystemMessages();
        messages.setSessionExpiredNotificationEnabled(true);
        messages.setSessionExpiredCaption(texts.getTranslation("session.expired", locale));
        messages.setSessionExpiredMessage(texts.getTranslation("session.expired.text", locale));
        messages.setInternalErrorCaption(texts.getTranslation("session.broken", locale));
        messages.setInternalErrorMessage(texts.getTranslation("session.broken.text", locale));
        messages.setCookiesDisabledCaption(texts.getTranslation("session.cookies", locale));
        messages.setCookiesDisabledMessage(texts.getTranslation("session.cookies.text", locale));
        messages.setSyncErrorCaption(texts.getTranslation("session.broken", locale));
        messages.setSyncErrorMessage(texts.getTranslation("session.broken.text", locale));
        return messages;
    }

    private void connection(UI ui) {
        Locale locale = ui.getLocale();
        String reconnecting = texts.getTranslation("session.reconnecting", locale);
        String lost = texts.getTranslation("session.unreachable", locale);
        ReconnectDialogConfiguration dialog = ui.getReconnectDialogConfiguration();
        dialog.setDialogText(reconnecting);
        dialog.setDialogTextGaveUp(lost);
        ObjectNode words = JSON.createObjectNode();
        words.put("reconnectingText", reconnecting);
        words.put("offlineText", lost);
        words.put("onlineText", texts.getTranslation("session.back", locale));
        ui.getPage()
                .executeJs(
                        "const bar = window.Vaadin && window.Vaadin.connectionIndicator;"
                                + " if (bar) Object.assign(bar, JSON.parse($0));",
                        words.toString());
    }
}
