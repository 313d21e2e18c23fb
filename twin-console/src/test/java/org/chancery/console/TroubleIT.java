package org.chancery.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.console.access.Account;
import org.chancery.console.access.Accounts;
import org.chancery.engine.Actor.Role;
import org.chancery.ledger.Quorum;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told when something goes wrong: what happened, what became of their work, what to do next. */
class TroubleIT {

    private static final String COMPANY = "乌鲁木齐胡杨软件有限公司";

    @TempDir
    static Path data;

    private static Office office;

    @BeforeAll
    static void open() {
        office = new Office(data);
        Accounts accounts = office.part(Accounts.class);
        String password = accounts.byName("registrar").orElseThrow().passwordHash();
        accounts.put(List.of(new Account(
                "registrar2",
                password,
                "p-second-registrar",
                Map.of("zh", "马丽", "en", "Ma Li"),
                "amr",
                Set.of(Role.CLERK),
                Set.of("amr"),
                true)));
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @AfterEach
    void goHome() {
        office.leave();
    }

    private static void open(Page clerk, String company) {
        clerk.locator(".task-list a")
                .filter(new Locator.FilterOptions().setHasText(company))
                .click();
        clerk.locator("chancery-form form").waitFor();
    }

    @Test
    void withoutAQuorumTheTaskStaysAsItWas() {
        FiledCase.file(office, COMPANY + "一");
        Page registrar = office.person("registrar");
        open(registrar, COMPANY + "一");
        P01BrowserIT.claim(registrar);
        FormJs form = new FormJs(registrar);
        form.tick("准予登记").text("registrarNote", "材料齐全");
        Quorum quorum = office.part(Quorum.class);
        quorum.stop("voter-2");
        quorum.stop("voter-3");
        try {
            assertThat(registrar.locator(".status-chip")).hasText("暂停记录");
            form.send();
            Locator told = registrar.locator(".form-panel .notice-problem");
            assertThat(told).containsText("账本暂时无法写入");
            assertThat(told).containsText("没有任何内容被更改");
        } finally {
            quorum.start("voter-2");
            quorum.start("voter-3");
        }
        assertThat(registrar.locator("textarea[id*=c-registrarNote]")).hasValue("材料齐全");
        form.sendUntil(registrar.locator(".notice-done")); // at once, and again as told until it is recorded
        assertThat(registrar.locator(".status-chip")).hasText("正常记录");
    }

    @Test
    void whoIsLateIsToldWhoWasFaster() {
        FiledCase.file(office, COMPANY + "二");
        Page first = office.person("registrar");
        Page second = office.person("registrar2");
        open(first, COMPANY + "二");
        open(second, COMPANY + "二");
        P01BrowserIT.claim(first);
        toldWhoWasFaster(second); // still shown as free

        new FormJs(first).tick("准予登记").sendUntil(first.locator(".notice-done"));
        toldWhoWasFaster(second);
    }

    /** Takes the task in vain; the answer is one that was not there before. */
    private static void toldWhoWasFaster(Page late) {
        Patiently.until(
                late,
                late.locator(".holding .primary")::click,
                late.locator(".task-panel .notice-problem:not([data-read])")
                        .filter(new Locator.FilterOptions().setHasText("王敏")));
    }

    @Test
    void aWrongCheckDigitIsMarkedAndTheFieldHasTheFocus() {
        Page founder = office.person("founder");
        founder.navigate("apply/form/est");
        FormJs form = new FormJs(founder);
        P01BrowserIT.fill(form, "650102199003074517");
        form.text("companyName", COMPANY + "三").send();
        assertThat(founder.locator(".error-summary")).containsText("校验");
        Locator field = founder.locator("input[id*=c-legalRepId]");
        assertThat(field).isFocused();
        assertThat(field).hasAttribute("aria-invalid", "true");
        assertThat(founder.locator(".fjs-form-field-error")).hasCount(1);

        form.text("legalRepId", "650102199003074516").sendUntil(founder.locator(".confirmation"));
    }

    @Test
    void fiveMegabytesOfTextAreRefusedBesideTheFieldAndNothingIsLost() {
        FiledCase.file(office, COMPANY + "四");
        Page registrar = office.person("registrar");
        open(registrar, COMPANY + "四");
        P01BrowserIT.claim(registrar);
        FormJs form = new FormJs(registrar);
        form.tick("准予登记");
        Locator note = registrar.locator("textarea[id*=c-registrarNote]");
        note.evaluate("""
                (area) => {
                  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, '字'.repeat(1_750_000));
                  area.dispatchEvent(new Event('input', { bubbles: true }));
                }
                """);
        form.send();
        assertThat(registrar.locator(".error-summary li")).hasCount(1);
        assertThat(registrar.locator(".error-summary")).containsText("最多");
        assertThat(note).isFocused();

        form.text("registrarNote", "材料齐全").sendUntil(registrar.locator(".notice-done"));
    }

    @Test
    void whoIsSignedOutIsToldWhatToDoNext() {
        Page founder = office.person("founder");
        founder.navigate("apply/form/est");
        FormJs form = new FormJs(founder);
        form.text("companyName", COMPANY);
        Page other = founder.context().newPage();
        other.navigate("cases");
        other.locator(".masthead-right > .bare").click();
        other.waitForURL("**/login");

        form.send();
        Locator told = founder.locator(".v-system-error");
        assertThat(told).containsText("您已退出登录");
        assertThat(told).containsText("请点击此处重新登录后继续");
        told.click();
        founder.waitForURL("**/login");
    }
}
