package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a stranger reads is words: at a plain HTTP address without WebCrypto, and in a page opened from a disk, on a
 * clock that is not the office's.
 */
class ValueWordsIT {

    private static final String ELSEWHERE = "America/New_York";
    private static final String RAW = "(?s).*\\b(string|boolean|date|long|integer|null|bytes):.*";

    private static final Map<String, String> ENGLISH = Map.ofEntries(
            Map.entry("adult", "yes"),
            Map.entry("barred", "no"),
            Map.entry("due", "24 November 2026 at 18:00:00 China Standard Time"),
            Map.entry("empty", "– (left empty)"),
            Map.entry("many", "a, b"),
            Map.entry("none", "– (no value)"),
            Map.entry("odd", "0aff (of the type bytes)"),
            Map.entry("score", "87"),
            Map.entry("staff", "1,234,567"),
            Map.entry("sums", "12,345,678,901,234,567,890, 1.50, 1e2"),
            Map.entry("twice", "[{\"a\":1,\"a\":2}]"),
            Map.entry("verdict", "`grant"));
    private static final Map<String, String> CHINESE = Map.ofEntries(
            Map.entry("adult", "是"),
            Map.entry("barred", "否"),
            Map.entry("due", "2026年11月24日 中国标准时间 18:00:00"),
            Map.entry("empty", "–（留空）"),
            Map.entry("many", "a、b"),
            Map.entry("none", "–（无值）"),
            Map.entry("odd", "0aff（类型：bytes）"),
            Map.entry("score", "87"),
            Map.entry("staff", "1,234,567"),
            Map.entry("sums", "12,345,678,901,234,567,890、1.50、1e2"),
            Map.entry("twice", "[{\"a\":1,\"a\":2}]"),
            Map.entry("verdict", "`grant"));

    @TempDir
    static Path folder;

    private static StrangersBrowser browser;
    private static GenuineCase genuine;

    @BeforeAll
    static void open() throws Exception {
        browser = new StrangersBrowser();
        genuine = new GenuineCase(folder);
        for (String language : List.of("en", "zh-CN")) {
            browser.serveScreen("/" + language, language, GenuineCase.ZONE.getId());
        }
        browser.serve("/log.policy", "text/plain", genuine.signers.policy());
        browser.serve("/console/verify-pages.txt", "text/plain", CasePage.shells());
        browser.serve("/api/", "text/plain", "");
    }

    @AfterAll
    static void close() {
        genuine.close();
        browser.close();
    }

    private static Path receipt(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Name to value of every row below a heading. */
    private static Map<String, String> rows(Locator list) {
        List<String> names = list.locator("dt").allInnerTexts();
        List<String> values = list.locator("dd").allInnerTexts();
        assertThat(values).hasSameSizeAs(names);
        return IntStream.range(0, names.size())
                .boxed()
                .collect(Collectors.toMap(names::get, values::get, (first, second) -> second));
    }

    private static String read(Page page) {
        return page.locator("body").innerText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void aReceiptAtAPlainAddress(String language) throws Exception {
        try (Page page = browser.page(language, ELSEWHERE)) {
            page.navigate(browser.address("plain.test") + language);
            Path file = receipt("granted.receipt", genuine.receipts.getLast().text());
            page.locator("#receipt-file").setInputFiles(file);
            page.locator("[data-verdict=done]").waitFor();
            assertThat(page.evaluate("chancery.computedBy()")).isEqualTo("bundled");
            Map<String, String> values = rows(page.locator("dl.facts").nth(1));
            assertThat(values)
                    .containsAllEntriesOf(language.equals("en") ? ENGLISH : CHINESE)
                    .containsEntry("legalRepId", "650102199003074516");
            assertThat(rows(page.locator("dl.facts").first()))
                    .containsEntry(language.equals("en") ? "Status" : "状态", language.equals("en") ? "Granted" : "准予")
                    .containsEntry(
                            language.equals("en") ? "Recorded at" : "记录时间",
                            language.equals("en")
                                    ? "24 November 2026 at 09:00:00 China Standard Time"
                                    : "2026年11月24日 中国标准时间 09:00:00");
            assertThat(read(page)).doesNotMatch(RAW);
            page.locator(".as-written summary").click();
            assertThat(page.locator(".as-written pre").innerText()).contains("\"value\":\"date:1795514400000\"");
            Path forged = receipt(
                    "forged.receipt", genuine.receipts.getLast().text().replace("long:1234567", "long:9234567"));
            page.locator("#receipt-file").setInputFiles(forged);
            page.locator("[data-verdict=problem]").waitFor();
            assertThat(read(page)).contains("staff").doesNotContain("9,234,567");
            Path filed = receipt("filed.receipt", genuine.receipts.getFirst().text());
            page.locator("#receipt-file").setInputFiles(filed);
            page.locator(".verify-answer:has-text('filed.receipt') [data-verdict]")
                    .waitFor();
            assertThat(page.locator(".verify-answer .facts").allInnerTexts().toString())
                    .as("an amount as on the console's screens")
                    .contains("1,000,000.00");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void thePageOfACaseFromADisk(String language) throws Exception {
        Path file = receipt("case.html", genuine.html());
        try (Page page = browser.page(language, ELSEWHERE)) {
            page.navigate(file.toUri().toString());
            page.locator("[data-verdict=done]").waitFor();
            assertThat(Looks.faults(page, "page-from-a-disk", language)).isEmpty();
            boolean english = language.equals("en");
            assertThat(read(page))
                    .contains(
                            english
                                    ? "Times are in China Standard Time (Asia/Shanghai)."
                                    : "时间均为中国标准时间 (Asia/Shanghai)。")
                    .contains(english ? "24 November 2026 at 09:00:00" : "2026年11月24日 09:00:00")
                    .doesNotMatch(RAW);
            page.locator(".entries > summary").click();
            page.locator(".entry > summary").last().click();
            Map<String, String> values =
                    rows(page.locator(".entry").last().locator("dl.facts").nth(1));
            assertThat(values)
                    .containsAllEntriesOf(english ? ENGLISH : CHINESE)
                    .containsEntry(english ? "Identity number" : "身份号码", "650102199003074516");
        }
    }

    @Test
    void aPageWithOneBadRecordSaysWhichOne() throws Exception {
        List<Receipt> receipts = new ArrayList<>(genuine.receipts);
        receipts.set(1, new Receipt(0, receipts.get(1).text().replace("资料不全", "资料齐全")));
        String html = new CasePage(receipts, genuine.page.deployment(), genuine.page.files())
                .html(GenuineCase.ADDRESS, genuine.signers.logKey().text(), GenuineCase.ZONE);
        Path file = receipt("bad.html", html);
        try (Page page = browser.page("en", ELSEWHERE)) {
            page.navigate(browser.address("plain.test") + "en");
            page.locator("#receipt-file").setInputFiles(file);
            page.locator("[data-verdict=problem]").waitFor();
            assertThat(read(page)).contains("reviewNote").contains("record 2");
            page.navigate(file.toUri().toString());
            page.locator("[data-verdict=problem]").waitFor();
            assertThat(read(page)).contains("reviewNote").contains("record 2").doesNotContain("资料齐全");
        }
    }
}
