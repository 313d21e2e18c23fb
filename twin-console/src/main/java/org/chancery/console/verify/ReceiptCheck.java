package org.chancery.console.verify;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import java.time.ZoneId;

/** The element that checks receipts and pages of cases in the browser; the server only says in which language. */
@Tag("chancery-receipt-check")
class ReceiptCheck extends Component {

    private static final long serialVersionUID = 1;

    ReceiptCheck(ZoneId zone) {
        getElement().setAttribute("zone", zone.getId());
        getElement().setAttribute("language", getLocale().getLanguage().equals("en") ? "en" : "zh-CN");
    }

    /** The same program that stands in every page of a case. */
    @Override
    protected void onAttach(AttachEvent attached) {
        attached.getUI().getPage().addJavaScript("context://console/verify.js");
    }
}
