package org.chancery.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * P01 with people at real screens: the founder applies, the registrar and six departments decide, a stranger checks.
 * The bank rejects; what the other five decided stands, and the bank makes it good.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class P01BrowserIT {

    private static final String COMPANY = "乌鲁木齐云杉软件有限公司";
    private static final List<String> OTHER_DEPARTMENTS = List.of("seal", "tax", "social", "medical", "fund");

    @TempDir
    static Path data;

    private static Office office;
    private static String number;
    private static Path receipt;

    @BeforeAll
    static void open() {
        office = new Office(data);
    }

    @AfterAll
    static void close() {
        office.close();
    }

    @AfterEach
    void goHome() {
        office.leave();
    }

    @Test
    @Order(1)
    void theFounderIsToldOfEveryMistakeAndFilesOnce() {
        Page founder = office.person("founder");
        founder.locator(".services a").first().click();
        FormJs form = new FormJs(founder);
        form.send();
        assertThat(founder.locator(".error-summary")).containsText("企业名称：请填写此项");
        assertThat(founder.locator(".error-summary")).containsText("身份号码：请填写此项");

        fill(form, "650102199003074517"); // wrong check digit
        form.send();
        assertThat(founder.locator(".error-summary")).containsText("校验");
        assertThat(founder.locator(".error-summary li")).hasCount(1);

        form.text("legalRepId", "650102199003074516").sendUntil(founder.locator(".confirmation"));
        founder.waitForURL("**/applied/**");
        number = founder.locator(".confirmation .case-number").textContent();
        assertThat(number).isNotBlank();
        assertThat(founder.locator(".lead")).containsText("之前答复您");
    }

    static void fill(FormJs form, String legalRepId) {
        form.texts(Map.of(
                "companyName", COMPANY,
                "registeredCapital", "1000000.00",
                "address", "示范路88号",
                "legalRepName", "陈思远",
                "legalRepId", legalRepId,
                "agentName", "陈思远",
                "agentId", "650102199003074516",
                "agentPhone", "13800000000"));
        form.texts(Map.of("shareholderName", "陈思远", "shareholderId", "650102199003074516", "shareholderShare", "100"));
        form.text("staffExpected", "12");
        form.choose("companyType", "有限责任公司")
                .choose("capitalCurrency", "人民币")
                .choose("division", "乌鲁木齐市天山区")
                .choose("bankChoice", "示范银行天山支行")
                .tick("软件开发")
                .tick("小规模纳税人");
    }

    @Test
    @Order(2)
    void theRegistrarGrantsAndTheFounderSeesItHappen() {
        Page founder = office.person("founder");
        founder.navigate("case/" + number);
        assertThat(founder.locator(".tokens li")).hasCount(2); // the registrar, and that the clock runs

        Page registrar = office.person("registrar");
        Page late = office.person("registrar");
        take(registrar);
        late.locator(".task-list a").first().click();
        FormJs lateForm = new FormJs(late);
        new FormJs(registrar).tick("准予登记").sendUntil(registrar.locator(".notice-done"));

        // the second screen still shows the form: whoever is late is told
        lateForm.tick("准予登记")
                .sendUntil(late.locator(".form-panel .notice-problem")
                        .filter(new Locator.FilterOptions().setHasText("先行办理")));

        // pushed, not reloaded
        assertThat(founder.locator(".tokens li")).hasCount(7);
    }

    /** Opens the first task and takes it. */
    private static void take(Page clerk) {
        clerk.locator(".task-list a").first().click();
        claim(clerk);
    }

    /** Takes the task that is open. */
    static void claim(Page clerk) {
        Patiently.until(clerk, clerk.locator(".holding .primary")::click, clerk.locator(".form-panel"));
    }

    @Test
    @Order(3)
    void theBankRejectsTheOtherFiveStandAndTheBankMakesItGood() {
        Page founder = office.person("founder");
        founder.navigate("case/" + number);
        Page bank = office.person("bank");
        take(bank);
        new FormJs(bank).tick("未通过").choose("bankRejectGround", "身份核验未通过").sendUntil(bank.locator(".notice-done"));

        // what the bank has to make good is open at once, beside the five that still work
        assertThat(founder.locator(".tokens")).containsText("补办银行开户");
        assertThat(founder.locator(".tokens li")).hasCount(7); // six departments and the clock

        List<Page> clerks = OTHER_DEPARTMENTS.stream().map(office::person).toList();
        clerks.forEach(P01BrowserIT::take);
        clerks.forEach(clerk -> {
            assertThat(clerk.locator(".task-list a")).hasCount(1); // none sees the bank's work
            new FormJs(clerk).tick("通过").send();
        });
        clerks.forEach(
                clerk -> Patiently.answered(clerk, () -> new FormJs(clerk).send(), clerk.locator(".notice-done")));
        assertThat(founder.locator(".case-head .tag")).hasText("部分准予");
        assertThat(founder.locator(".tokens li")).hasText(new String[] {"补办银行开户"});

        take(bank);
        new FormJs(bank).tick("通过").text("bankNumber", "YY-2026-0001").sendUntil(bank.locator(".notice-done"));
        assertThat(founder.locator(".case-head .tag")).hasText("准予");
        assertThat(founder.locator(".tokens li")).hasCount(0);
    }

    @Test
    @Order(4)
    void aStrangerVerifiesTheReceiptAndNoticesOneChangedByte() throws Exception {
        Page founder = office.person("founder");
        office.awaitCheckpoint();
        founder.navigate("case/" + number);
        Download download = founder.waitForDownload(
                () -> founder.locator(".trail-foot a").last().click());
        receipt = data.resolve(download.suggestedFilename());
        download.saveAs(receipt);

        byte[] bytes = Files.readAllBytes(receipt);
        VerifierKey key = VerifierKey.parse(office.part(Quorum.class).verifierKey());
        assertThat(new ReceiptVerifier(List.of(key)).verify(bytes)).isInstanceOf(Verdict.Valid.class);

        Page stranger = office.visitor("zh-CN", ColorScheme.LIGHT, 1280, 800);
        stranger.navigate("verify");
        Locator file = stranger.locator("#receipt-file");
        file.setInputFiles(receipt);
        assertThat(stranger.locator("[data-verdict=done] .notice-title")).containsText("有效");

        String text = new String(bytes, StandardCharsets.UTF_8);
        Path forged = Files.writeString(data.resolve("forged.receipt"), text.replaceFirst("\"v\":\\d", "\"v\":9"));
        file.setInputFiles(forged);
        assertThat(stranger.locator("[data-verdict=problem] .notice-title")).containsText("已被改动");
        Path changed =
                Files.writeString(data.resolve("changed.receipt"), text.replaceFirst("\"value\":\"string:", "$0x"));
        file.setInputFiles(changed);
        assertThat(stranger.locator("[data-verdict=problem]")).containsText("与记录所承诺的不符");
        Path other = Files.writeString(data.resolve("other.receipt"), "not a receipt\n");
        file.setInputFiles(other);
        assertThat(stranger.locator("[data-verdict=problem] .notice-title")).containsText("这不是回执");
    }

    @Test
    @Order(5)
    void theFilingIsRevokedByTheGrantAndTheWholeCaseProvesItselfOffline() throws Exception {
        Page founder = office.person("founder");
        founder.navigate("case/" + number);
        Download first = founder.waitForDownload(
                () -> founder.locator(".trail-foot a").first().click());
        Path filing = data.resolve(first.suggestedFilename());
        first.saveAs(filing);
        Download whole = founder.waitForDownload(
                () -> founder.locator(".case-proof a:not([href$=certificate])").click());
        Path page = data.resolve(whole.suggestedFilename());
        whole.saveAs(page);
        assertThat(Files.readString(page)).doesNotContain("650102199003074516");

        Page stranger = office.visitor("zh-CN", ColorScheme.LIGHT, 1280, 800);
        stranger.navigate("verify");
        stranger.locator("#receipt-file").setInputFiles(filing);
        assertThat(stranger.locator("[data-verdict=revoked]")).containsText("准予");
        assertThat(stranger.locator(".later")).hasCount(0);
        assertThat(stranger.locator(".verify-answer")).containsText("650102199003074516"); // the founder's own receipt
        looks(stranger, "zh-CN");
        Page english = office.visitor("en", ColorScheme.LIGHT, 1280, 800);
        english.navigate("verify");
        english.locator("#receipt-file").setInputFiles(filing);
        assertThat(english.locator("[data-verdict=revoked]")).containsText("Granted");
        looks(english, "en");
        stranger.locator("#receipt-file").setInputFiles(page);
        assertThat(stranger.locator("[data-verdict=done]")).containsText("有效");

        Page offline = office.visitor("en", ColorScheme.LIGHT, 1280, 800);
        offline.context().setOffline(true);
        offline.navigate(page.toUri().toString());
        assertThat(offline.locator("[data-verdict=done] .notice-title")).containsText("Valid as of");
        assertThat(offline.locator("main")).containsText(COMPANY);
        assertThat(offline.locator(".withheld")).containsText("Identity number");
        // Held near: at three pixels a module, whether a picture of it can be read depends on what it says.
        offline.locator("svg.qr").evaluate("code => { code.style.width = '720px'; code.style.height = '720px'; }");
        String code = QrReader.read(offline.locator("svg.qr").screenshot());
        assertThat(code).startsWith("http://localhost:").contains("/verify#");
        stranger.navigate("verify" + code.substring(code.indexOf('#')));
        assertThat(stranger.locator("[data-verdict=done] .notice-title")).containsText("有效");
        stranger.navigate("login");
        stranger.navigate(
                "verify" + code.substring(code.indexOf('#'), code.length() - 1) + (code.endsWith("A") ? "B" : "A"));
        assertThat(stranger.locator("[data-verdict=problem]")).containsText("与打印件不符");
    }

    private static void looks(Page revoked, String language) {
        revoked.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target", "screens", "verify-revoked-" + language + "-desk-light.png")));
        revoked.setViewportSize(390, 800);
        revoked.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        revoked.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screens", "verify-revoked-" + language + "-phone-dark.png")));
        revoked.setViewportSize(1280, 800);
    }

    @Test
    @Order(6)
    void theAuditAgrees() {
        Page auditor = office.person("auditor");
        auditor.locator(".screen > .primary").click();
        assertThat(auditor.locator(".notice-done")).isVisible();
    }

    @Test
    @Order(7)
    void aClerkMayNotOpenTheModels() {
        Page clerk = office.person("tax");
        clerk.navigate("models");
        assertThat(clerk.getByRole(AriaRole.HEADING).first()).hasText("没有这个页面");
    }

    @Test
    @Order(8)
    void nothingComplainedAndNothingLeftThisMachine() {
        assertThat(office.complaints).isEmpty();
    }

    @Test
    @Order(9)
    void withoutAQuorumNothingIsFiledAndTheScreenSaysSo() {
        Page founder = office.person("founder");
        founder.navigate("apply/form/est");
        FormJs form = new FormJs(founder);
        fill(form, "650102199003074516");
        form.text("companyName", "乌鲁木齐白桦软件有限公司");
        Quorum quorum = office.part(Quorum.class);
        quorum.stop("voter-2");
        quorum.stop("voter-3");
        try {
            assertThat(founder.locator(".status-chip")).hasText("暂停记录");
            form.send();
            assertThat(founder.locator(".form-panel .notice-problem")).containsText("账本暂时无法写入");
        } finally {
            quorum.start("voter-2");
            quorum.start("voter-3");
        }
        assertThat(founder.locator(".status-chip")).hasText("正常记录");
        form.sendUntil(founder.locator(".confirmation"));
        founder.waitForURL("**/applied/**");
    }
}
