package org.chancery.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import org.chancery.engine.Availability;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.engine.trial.Insistence;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every screen in both languages, light and dark, on a desk and on a phone; pictures are left in target/screens. */
class ScreensIT {

    private static final Path PICTURES = Path.of("target", "screens");

    /** The verifier key in C2SP's signed-note: well-formed, and nobody's here. */
    private static final String FOREIGN = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    @TempDir
    static Path data;

    private static Office office;
    private static FiledCase filed;
    private static FiledCase refused;
    private Gallery gallery;

    @BeforeAll
    static void open() {
        office = new Office(data);
        filed = FiledCase.rejectedByTheBank(office);
        refused = FiledCase.refused(office);
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
    void theKeyboardComesToTheContentAtOnce() {
        Page page = enter("auditor", "zh-CN");
        page.locator(".screen > .primary").waitFor();
        page.keyboard().press("Tab");
        assertThat(page.locator(".skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator(".screen")).isFocused();
        page.keyboard().press("Tab");
        assertThat(page.locator(".screen > .primary")).isFocused();
    }

    private Page enter(String person, String language) {
        gallery = new Gallery(PICTURES);
        return person.isEmpty()
                ? office.visitor(language, ColorScheme.LIGHT, 1280, 800)
                : office.person(person, language, ColorScheme.LIGHT, 1280, 800);
    }

    private void nothingToMend() {
        assertThat(gallery.findings()).isEmpty();
        assertThat(office.complaints).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void aVisitor(String language) throws Exception {
        Page page = enter("", language);
        page.navigate("login");
        page.locator(".demo").waitFor();
        gallery.look(page, "login", language);
        page.navigate("login?error");
        page.locator(".demo").waitFor();
        gallery.look(page, "login-wrong", language);

        page.navigate("verify");
        page.locator("#receipt-file").waitFor();
        gallery.look(page, "verify", language);
        office.awaitCheckpoint();
        Receipt receipt = office.part(Engine.class)
                .cases()
                .receipt(FiledCase.actor(office, "founder"), filed.number(), lastLeaf());
        Path file = Files.writeString(data.resolve("kept.receipt"), receipt.text());
        page.locator("#receipt-file").setInputFiles(file);
        page.locator("[data-verdict=done]").waitFor();
        gallery.look(page, "verify-valid", language);
        Path forged =
                Files.writeString(data.resolve("forged.receipt"), receipt.text().replaceFirst("\"v\":\\d", "\"v\":9"));
        page.locator("#receipt-file").setInputFiles(forged);
        page.locator("[data-verdict=problem]").waitFor();
        gallery.look(page, "verify-altered", language);
        page.locator(".key-box summary").click();
        page.locator("#log-key").fill(FOREIGN);
        page.locator("#log-key").blur();
        page.locator("[data-verdict=problem]").waitFor();
        gallery.look(page, "verify-unknown", language);
        nothingToMend();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void thePageOfACase(String language) throws Exception {
        Page page = enter("", language);
        CasePage whole = office.part(Engine.class).cases().page(FiledCase.actor(office, "founder"), filed.number());
        String key = office.part(Quorum.class).verifierKey();
        Path file =
                Files.writeString(data.resolve("case.html"), whole.html("https://permits.example/verify", key, ZONE));
        page.navigate(file.toUri().toString());
        page.locator("[data-verdict=done]").waitFor();
        gallery.look(page, "page-valid", language);
        if (language.equals("en")) {
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            page.pdf(new Page.PdfOptions().setPath(PICTURES.resolve("page-print.pdf")));
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
        }
        page.locator("#log-key").fill(FOREIGN);
        page.locator("#log-key").blur();
        page.locator("[data-verdict=problem]").waitFor();
        gallery.look(page, "page-unknown", language);
        CasePage changed = new CasePage(whole.receipts().reversed(), whole.deployment(), whole.files());
        Files.writeString(file, changed.html("https://permits.example/verify", key, ZONE));
        page.reload();
        page.locator("[data-verdict=problem]").waitFor();
        gallery.look(page, "page-altered", language);
        nothingToMend();
    }

    private static long lastLeaf() {
        return office.part(Engine.class)
                .cases()
                .trail(FiledCase.actor(office, "founder"), filed.number())
                .getLast()
                .leaf();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void anApplicant(String language) {
        Page page = enter("founder", language);
        page.locator(".services a").first().waitFor();
        gallery.look(page, "services", language);
        page.navigate("apply/form/est");
        FormJs form = new FormJs(page);
        gallery.look(page, "apply", language);
        form.text("legalRepId", "650102199003074517").send();
        page.locator(".error-summary").waitFor();
        gallery.look(page, "apply-wrong", language);
        page.navigate("applied/" + filed.number());
        page.locator(".confirmation").waitFor();
        gallery.look(page, "applied", language);
        page.navigate("cases");
        page.locator(".rows td").first().waitFor();
        gallery.look(page, "cases-mine", language);
        page.navigate("cases?q=nowhere");
        page.locator(".empty").waitFor();
        gallery.look(page, "cases-none", language);
        page.navigate("case/" + filed.number());
        page.locator(".djs-element").first().waitFor();
        gallery.look(page, "case", language);
        page.navigate("case/" + refused.number());
        page.locator(".djs-element").first().waitFor();
        gallery.look(page, "case-refused", language);
        page.navigate("inbox");
        page.locator(".empty").waitFor();
        gallery.look(page, "asked-none", language);
        page.navigate("nowhere");
        page.locator("h1").waitFor();
        gallery.look(page, "lost", language);
        nothingToMend();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void aClerk(String language) {
        Page page = enter("bank", language);
        page.locator(".task-list a").first().waitFor();
        gallery.look(page, "inbox", language);
        page.locator(".task-list a").first().click();
        page.locator("chancery-form form").waitFor();
        gallery.look(page, "task-free", language);
        P01BrowserIT.claim(page);
        new FormJs(page).send();
        assertThat(page.locator(".error-summary")).isVisible();
        gallery.look(page, "task-wrong", language);
        Patiently.until(page, page.locator(".holding .plain")::click, page.locator(".holding .primary"));
        page.navigate("case/" + filed.number());
        page.locator(".djs-element").first().waitFor();
        gallery.look(page, "case-clerk", language);
        nothingToMend();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void anAuditor(String language) throws SQLException {
        Page page = enter("auditor", language);
        page.locator(".screen > .primary").click();
        page.locator(".notice-done").waitFor();
        gallery.look(page, "audit", language);
        behindTheEngine("update CH_CASE set STATUS_ = 'GRANTED' where STATUS_ = 'OPEN'");
        try {
            page.locator(".screen > .primary").click();
            page.locator(".notice-problem").waitFor();
            gallery.look(page, "audit-differs", language);
        } finally {
            behindTheEngine("update CH_CASE set STATUS_ = 'OPEN' where STATUS_ = 'GRANTED'");
        }
        page.navigate("ledger");
        page.locator(".rows td").first().waitFor();
        gallery.look(page, "ledger", language);
        withoutAQuorum(() -> {
            page.locator(".notice-problem").waitFor();
            gallery.look(page, "ledger-stopped", language);
        });
        page.navigate("cases");
        page.locator(".rows td").first().waitFor();
        gallery.look(page, "cases", language);
        nothingToMend();
    }

    private static void behindTheEngine(String change) throws SQLException {
        try (Connection beside =
                        DriverManager.getConnection("jdbc:h2:file:" + data.resolve("engine/h2/engine"), "sa", "");
                Statement statement = beside.createStatement()) {
            assertThat(statement.executeUpdate(change)).isPositive();
        }
    }

    private static void withoutAQuorum(Runnable look) {
        Quorum quorum = office.part(Quorum.class);
        quorum.stop("voter-2");
        quorum.stop("voter-3");
        try {
            look.run();
        } finally {
            quorum.start("voter-2");
            quorum.start("voter-3");
        }
        Engine engine = office.part(Engine.class);
        new Insistence(Duration.ofSeconds(60)).act(() -> {
            if (engine.availability() != Availability.OPEN) {
                throw new EngineException.NotCurrent(new IllegalStateException("not open yet"));
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void anAnalyst(String language) {
        Page page = enter("analyst", language);
        page.locator(".djs-element").first().waitFor();
        gallery.look(page, "models", language);
        nothingToMend();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh-CN", "en"})
    void dataOfficers(String language) throws Exception {
        Page page = enter("officer", language);
        page.navigate("erasures?case=" + filed.number());
        Locator persons = page.locator(".erasure-persons");
        persons.locator("td .action").first().click();
        persons.locator("select").waitFor();
        gallery.look(page, "erasures-held", language);
        page.navigate("erasures?case=" + refused.number());
        persons.locator("td .action").first().click();
        persons.locator("select").selectOption("CONSENT_WITHDRAWN");
        persons.locator(".search-bar .primary").click();
        page.locator(".erasure-decision .holding .plain").waitFor();
        gallery.look(page, "erasures-requested", language);
        String address = page.url();
        office.leave();

        page = office.person("officer2", language, ColorScheme.LIGHT, 1280, 800);
        page.navigate(address);
        page.locator(".erasure-decision .primary").waitFor();
        gallery.look(page, "erasures-decide", language);
        page.locator(".erasure-decision .primary").click();
        Locator certificate = page.locator(".erasure-decision a[download]");
        certificate.waitFor();
        gallery.look(page, "erasures-done", language);
        office.awaitCheckpoint();
        Download kept = page.waitForDownload(certificate::click);
        assertThat(Files.readString(kept.path())).contains("\"type\":\"erased\"", "CONSENT_WITHDRAWN");
        page.navigate("case/" + refused.number());
        page.locator(".djs-element").first().waitFor();
        gallery.look(page, "case-erased", language);
        nothingToMend();
    }
}
