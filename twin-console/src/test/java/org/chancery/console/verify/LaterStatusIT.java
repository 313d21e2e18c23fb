package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a later record of several cases does to a receipt of one of them, in the stranger's browser. */
class LaterStatusIT {

    private static final String RUN = """
            async ({ policy, own, later }) => {
              const { inTheLightOf, parseTrust, verify } = globalThis.chancery;
              const trust = await parseTrust(policy);
              const checked = (text) => verify(new TextEncoder().encode(text), trust);
              const { verdict, was, status, by } = inTheLightOf(await checked(own), [await checked(later)]);
              return { verdict, was, status, by: by?.toString() };
            }""";

    @TempDir
    static Path folder;

    private static StrangersBrowser browser;
    private static Signers signers;
    private static final List<Receipt> receipts = new ArrayList<>();

    @BeforeAll
    static void open() throws Exception {
        signers = Signers.fresh(folder, Signers.ORIGIN);
        List<String> records = List.of(
                record(status("c1", "OPEN")),
                record(status("c1", "REFUSED"), status("c2", "GRANTED")),
                record("{\"case\":\"c1\",\"element\":\"review\",\"type\":\"passed\"}", status("c2", "OPEN")),
                record(status("c3", "OPEN")));
        try (LogStore store = LogStore.open(folder.resolve("store"))) {
            for (int i = 0; i < records.size(); i++) {
                store.append(new UUID(5, i), 3, i, Signers.utf8(records.get(i)), new byte[] {1});
            }
            Checkpoint newest = signers.checkpoint(store.head());
            for (int i = 0; i < records.size(); i++) {
                receipts.add(Receipts.of(store, i, newest));
            }
        }
        browser = new StrangersBrowser();
        browser.serveScreen("/en", "en", "UTC");
        browser.serve("/log.policy", "text/plain", signers.policy());
        browser.serve("/console/verify-pages.txt", "text/plain", "");
        browser.serve("/api/receipts/0/later", "text/plain", receipts.get(2).text());
        browser.serve("/api/receipts/1/later", "text/plain", "");
        browser.serve("/api/receipts/3/later", "text/plain", receipts.get(3).text());
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static String record(String... transitions) {
        return "{\"kind\":\"business\",\"time\":\"2026-11-24T01:00:00Z\",\"transitions\":["
                + String.join(",", transitions) + "],\"v\":2}";
    }

    private static String status(String subject, String status) {
        return "{\"case\":\"" + subject + "\",\"facts\":{\"status\":\"" + status + "\"},\"type\":\"status\"}";
    }

    @Test
    void theCasesOwnTransitionRevokesAndNoOthersDoes() {
        try (Page page = browser.page("en", "UTC")) {
            page.navigate(browser.address("plain.test") + "en");
            assertThat(inTheLightOf(page, 0, 1))
                    .isEqualTo(Map.of("verdict", "revoked", "was", "OPEN", "status", "REFUSED", "by", "1"));
            assertThat(inTheLightOf(page, 0, 2).get("verdict")).isEqualTo("valid");
            assertThat(inTheLightOf(page, 1, 2))
                    .isEqualTo(Map.of("verdict", "revoked", "was", "GRANTED", "status", "OPEN", "by", "2"));
            assertThat(inTheLightOf(page, 1, 0).get("verdict"))
                    .as("what came before")
                    .isEqualTo("valid");
        }
    }

    private static Map<?, ?> inTheLightOf(Page page, int own, int later) {
        return (Map<?, ?>) page.evaluate(
                RUN,
                Map.of(
                        "policy", signers.policy(),
                        "own", receipts.get(own).text(),
                        "later", receipts.get(later).text()));
    }

    @Test
    void onlyAnAnswerAboutTheSameCaseIsTakenForOne() throws Exception {
        try (Page page = browser.page("en", "UTC")) {
            page.navigate(browser.address("plain.test") + "en");
            assertThat(hint(page, 0)).contains("could not be asked");
            assertThat(hint(page, 1)).as("of two cases").contains("could not be asked");
            assertThat(hint(page, 3)).contains("the same status");
        }
    }

    private static String hint(Page page, int receipt) throws Exception {
        Path file = Files.writeString(
                folder.resolve(receipt + ".receipt"), receipts.get(receipt).text());
        page.locator("#receipt-file").setInputFiles(file);
        page.locator(".verify-answer:has-text(\"" + receipt + ".receipt\") .later")
                .waitFor();
        return page.locator(".later").innerText();
    }
}
