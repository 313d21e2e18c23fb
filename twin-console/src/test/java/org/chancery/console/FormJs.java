package org.chancery.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Map;

/**
 * Fills in a form-js form that may be sent, as a person does. Fields are named by their key, choices by what is read on
 * the screen.
 */
final class FormJs {

    private final Page page;

    FormJs(Page page) {
        this.page = page;
        page.locator(".form-panel chancery-form form").waitFor();
    }

    FormJs text(String key, String value) {
        page.locator(".form-panel chancery-form :is(input, textarea)[id*='c-" + key + "']")
                .first()
                .fill(value);
        return this;
    }

    FormJs texts(Map<String, String> values) {
        values.forEach(this::text);
        return this;
    }

    /** Opens a select and takes the option that reads exactly so. */
    FormJs choose(String key, String option) {
        Locator field = page.locator(".form-panel chancery-form .fjs-form-field-select")
                .filter(new Locator.FilterOptions().setHas(page.locator("[id*='c-" + key + "']")));
        field.locator(".fjs-input-group").click();
        field.locator(".fjs-dropdownlist-item:text-is('" + option + "')").click();
        return this;
    }

    /** Ticks a box or a radio button by its label. */
    FormJs tick(String label) {
        page.locator(".form-panel chancery-form")
                .getByText(label, new Locator.GetByTextOptions().setExact(true))
                .last()
                .click();
        return this;
    }

    /** Sends until the answer is seen, again where the screen says to try again. */
    void sendUntil(Locator answer) {
        Patiently.until(page, this::send, answer);
    }

    void send() {
        page.locator(".form-panel > .primary").click();
    }
}
