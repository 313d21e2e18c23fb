package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.KeyOrders;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Officers;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The verifier of browsers says of every algorithm and of every key that ended what the offline one says, with WebCrypto
 * and without it.
 */
class LogKeysBrowserIT {

    private static final String ORIGIN = Signers.ORIGIN;
    private static final String MISSING = "missing";

    /** Answers all questions; who is trusted is worked out once for those that ask it of the same. */
    private static final String RUN = """
            async (questions) => {
              const { trusting, verify } = globalThis.chancery;
              const known = new Map();
              const answers = [];
              for (const { trust, history, officers, receipt } of questions) {
                const asked = JSON.stringify([trust, history, officers]);
                if (!known.has(asked)) known.set(asked, await trusting(trust, history, officers));
                const { verdict, since, doubt } = await verify(new TextEncoder().encode(receipt), known.get(asked));
                const acts = known.get(asked).acts.map(({ index, authority: { kind, names } }) => `${index} ${kind} ${names}`);
                const answer = doubt ? `unordered ${doubt.index}` : verdict === 'ended' ? `ended ${since ?? ''}` : verdict;
                answers.push([answer, ...acts.sort()].join('; '));
              }
              return answers;
            }""";

    @TempDir
    private static Path folder;

    private static StrangersBrowser browser;
    private static List<KeyQuestions.Question> questions;

    @BeforeAll
    static void ask() throws GeneralSecurityException, IOException, MalformedTextException {
        questions = KeyQuestions.all(folder);
        browser = new StrangersBrowser();
        browser.serveScreen("/en", "en", "UTC");
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @Test
    void theQuestionsHaveEveryAnswer() {
        assertThat(questions.stream()
                        .map(KeyQuestions.Question::verdict)
                        .map(verdict -> verdict.replaceFirst("unordered \\d+", "unordered"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "valid",
                        "altered",
                        "unknown",
                        "unordered",
                        "unwitnessed",
                        "ended ",
                        "ended " + KeyQuestions.THEFT,
                        "ended " + KeyQuestions.EARLIER,
                        "ended " + KeyQuestions.WITHIN_A_SECOND);
        assertThat(questions.stream().map(KeyQuestions.Question::answer).collect(Collectors.joining("\n")))
                .contains(" ordered auditor.example,clerk.example", " claimed ", " unordered auditor.example");
        System.out.println("LogKeysBrowserIT: " + questions.size() + " questions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.test", "secure.test"})
    void theBrowserAnswersAsTheOfflineVerifierDoes(String host) {
        try (Page page = browser.program(host)) {
            List<?> answers = (List<?>) page.evaluate(
                    RUN,
                    questions.stream()
                            .map(question -> Map.of(
                                    "trust", question.trust(),
                                    "history", question.history(),
                                    "officers", question.officers(),
                                    "receipt", question.receipt()))
                            .toList());
            assertThat(answers).hasSameSizeAs(questions);
            for (int i = 0; i < questions.size(); i++) {
                assertThat(answers.get(i))
                        .as(questions.get(i).what())
                        .isEqualTo(questions.get(i).answer());
            }
        }
    }

    /** Made after a rotation, opened without any network by somebody who has the key of before. */
    @Test
    void aPageByItselfKnowsItsKeysAndLearnsTheRestFromAFile() throws Exception {
        Signers before = Signers.fresh(folder.resolve("page"), ORIGIN);
        LogKey next = LogKey.open(folder.resolve("page-next.p12"), ORIGIN);
        SigningKey clerk = SigningKey.open(folder.resolve("page-clerk.p12"), "officer", "clerk.example");
        List<KeyEvent> added = List.of(new KeyEvent.Added(next.verifierKey(), before.logKey()));
        List<KeyEvent> theft = List.of(new KeyEvent.Compromised(next.verifierKey(), Signers.SIGNED));
        try (LogStore store = LogStore.open(folder.resolve("page-store"));
                Page page = browser.page("en", "UTC")) {
            append(store, "{\"case\":\"c\",\"kind\":\"business\",\"transitions\":[],\"v\":3}");
            append(store, KeyOrders.record(added, KeyOrders.lines(ORIGIN, added, clerk)));
            String bridge = Receipts.of(store, 1, before.log().sign(store.head(), Signers.SIGNED))
                    .text();
            KeyHistory rotated = new KeyHistory(List.of(bridge));
            CasePage made = new CasePage(
                    List.of(Receipts.of(store, 0, next.sign(store.head(), Signers.SIGNED))),
                    Optional.empty(),
                    Map.of());
            String key = next.verifierKey().text();
            Path file = Files.writeString(
                    folder.resolve("case.html"),
                    made.html("https://a.example/verify", key, rotated.text(), ZoneOffset.UTC));
            append(store, KeyOrders.record(theft, KeyOrders.lines(ORIGIN, theft, clerk)));
            String told = Receipts.of(store, 2, next.sign(store.head(), Signers.SIGNED))
                    .text();
            Path keys = Files.writeString(folder.resolve("log.keys"), new KeyHistory(List.of(told)).text());
            Path officers = Files.writeString(
                    folder.resolve("officers.vkey"), KeyOrders.key(clerk).text() + "\n");

            page.navigate(file.toUri().toString());
            page.locator("[data-verdict=done]").waitFor();
            Locator condition = page.getByText("This holds if the key below");
            assertThat(condition.count()).isOne();
            page.locator("#log-key").fill(before.logKey().text());
            page.locator("#log-key").dispatchEvent("change");
            condition.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
            page.locator("[data-verdict=done]").waitFor();
            assertThat(page.locator(".key-acts").textContent())
                    .contains("signs with " + key, "Ordered by clerk.example, as the entry says");

            page.locator("#key-files").setInputFiles(officers);
            page.getByText("Ordered by clerk.example: these are officers who may")
                    .waitFor();
            page.locator("[data-verdict=done]").waitFor();
            // a theft takes two
            page.locator("#key-files").setInputFiles(keys);
            page.getByText("A key change that was not ordered").waitFor();
            Path nobody = Files.writeString(
                    folder.resolve("nobody.vkey"), before.logKey().text() + "\n");
            page.locator("#key-files").setInputFiles(nobody);
            page.getByText("it takes 1 officers, and none did").first().waitFor();
            Path neither = Files.writeString(folder.resolve("neither.txt"), "chancery keys v2\n");
            page.locator("#key-files").setInputFiles(neither);
            page.getByText("Not taken into account, since this is neither").waitFor();
        }
        Verdict offline =
                new ReceiptVerifier(List.of(before.logKey())).verify(Files.readAllBytes(folder.resolve("case.html")));
        assertThat(offline).isInstanceOf(Verdict.ValidCase.class);
    }

    /** Files that one who is careless, or means to confuse, might hand out: read alike, or by neither. */
    @Test
    void filesOfKeysAndOfficersAreReadAlike() {
        String key =
                LogKey.open(folder.resolve("file.p12"), ORIGIN).verifierKey().text();
        SigningKey clerk = SigningKey.open(folder.resolve("file-clerk.p12"), "officer", "clerk.example");
        String officer = KeyOrders.key(clerk).text();
        String twin = new VerifierKey("twin.example", clerk.publicKey()).text();
        String none = KeyHistory.NONE.text();
        List<List<String>> files = new ArrayList<>();
        for (String history : List.of(
                none,
                none + "AAAA\n",
                none + "AAAA",
                none.strip(),
                none.replace("\n", "\r\n"),
                none + "\n",
                none + " \n")) {
            files.add(List.of(key, history, ""));
        }
        for (String officers : List.of(
                officer,
                officer + "\r\n",
                "\r" + officer,
                " \t" + officer + "\t ",
                "\ufeff" + officer,
                "\u00a0" + officer,
                officer + "\u2028",
                officer + "\u000b",
                "# one\n" + officer,
                officer + "\n" + officer,
                officer + "\n" + twin,
                "until 3 " + officer + "\n" + twin,
                "until 999999999999999999 " + officer,
                "until 1000000000000000000 " + officer,
                "until 01 " + officer,
                "Until 3 " + officer,
                "<!doctype html>")) {
            files.add(List.of(key, none, officers));
        }
        String quorum = "\nquorum none\n";
        for (String policy : List.of(
                "log " + key + quorum,
                "log " + key + quorum.replace("\n", "\r\n"),
                "log " + key + "\nlog " + key + quorum,
                "log " + key + "\u007f" + quorum,
                "log\t" + key + quorum,
                "log " + key + quorum + quorum)) {
            files.add(List.of(policy, none, ""));
        }
        try (Page page = browser.program("plain.test")) {
            for (List<String> each : files) {
                Object read = page.evaluate(
                        "async ([trust, history, officers]) =>"
                                + " (await chancery.trusting(trust, history, officers)) !== undefined",
                        each);
                assertThat(read).as(each.toString()).isEqualTo(isRead(each.get(0), each.get(1), each.get(2)));
            }
        }
        assertThat(files)
                .extracting(each -> isRead(each.get(0), each.get(1), each.get(2)))
                .contains(true, false);
    }

    private static boolean isRead(String trust, String history, String officers) {
        try {
            KeyHistory.parse(history);
            if (!officers.isEmpty()) {
                Officers.parse(officers);
            }
            if (trust.startsWith("log")) {
                WitnessPolicy.parse(trust);
            }
            return true;
        } catch (MalformedTextException e) {
            return false;
        }
    }

    /** What became of the keys may be that one was stolen: nobody is told 'valid' because a file did not come. */
    @Test
    void theScreenSaysNothingWithoutTheHistoryOrTheOfficers() throws Exception {
        LogKey key = LogKey.open(folder.resolve("screen.p12"), ORIGIN);
        Path file = folder.resolve("screen.receipt");
        try (LogStore store = LogStore.open(folder.resolve("screen-store"))) {
            append(store, "{\"kind\":\"business\",\"v\":3}");
            Files.writeString(
                    file,
                    Receipts.of(store, 0, key.sign(store.head(), Signers.SIGNED))
                            .text());
        }
        saysOfAValidReceipt("done", file, key, Map.of("officers.vkey", "# nobody yet\n"));
        for (Map<String, String> wrong : List.of(
                Map.of("log.keys", "<!doctype html>"),
                Map.of("log.keys", MISSING),
                Map.of("officers.vkey", "<!doctype html>"),
                Map.of("officers.vkey", MISSING))) {
            saysOfAValidReceipt("problem", file, key, wrong);
        }
    }

    /** @param answers of the address, by file, besides those of a node whose keys never changed */
    private static void saysOfAValidReceipt(String verdict, Path file, LogKey key, Map<String, String> answers) {
        try (Page page = browser.page("en", "UTC")) {
            answers.forEach((name, body) -> page.route(
                    "**/" + name,
                    route -> route.fulfill(new Route.FulfillOptions()
                            .setStatus(body.equals(MISSING) ? 404 : 200)
                            .setBody(body))));
            page.navigate(browser.address("secure.test") + "en");
            page.locator("details.key-box summary").click();
            page.locator("#log-key").fill(key.verifierKey().text());
            page.locator("#receipt-file").setInputFiles(file);
            page.locator("[data-verdict=" + verdict + "]").waitFor();
            if (verdict.equals("problem")) {
                page.getByText("Nothing is said without them").waitFor();
            }
        }
    }

    /** A page may hold receipts of before a rotation and of after. */
    @Test
    void aPageUnderTwoKeysOfOneLogIsOfOneLog() throws Exception {
        Signers before = Signers.fresh(folder.resolve("two"), ORIGIN);
        LogKey next = LogKey.open(folder.resolve("two-next.p12"), ORIGIN);
        List<KeyEvent> added = List.of(new KeyEvent.Added(next.verifierKey(), before.logKey()));
        String business = "{\"case\":\"c\",\"kind\":\"business\",\"transitions\":[],\"v\":3}";
        try (LogStore store = LogStore.open(folder.resolve("two-store"));
                Page page = browser.program("plain.test")) {
            append(store, business);
            append(store, KeyOrders.record(added, List.of()));
            append(store, business);
            String bridge = Receipts.of(store, 1, before.log().sign(store.head(), Signers.SIGNED))
                    .text();
            CasePage made = new CasePage(
                    List.of(
                            Receipts.of(store, 0, before.log().sign(store.head(), Signers.SIGNED)),
                            Receipts.of(store, 2, next.sign(store.head(), Signers.SIGNED))),
                    Optional.empty(),
                    Map.of());
            String html = made.html(
                    "https://a.example/verify",
                    before.logKey().text(),
                    new KeyHistory(List.of(bridge)).text(),
                    ZoneOffset.UTC);
            assertThat(new ReceiptVerifier(List.of(before.logKey())).verify(Signers.utf8(html)))
                    .isInstanceOf(Verdict.ValidCase.class);
            Object verdict = page.evaluate(
                    "async ([html, key]) => { const trust = await chancery.parseTrust(key);"
                            + " const [, block] = /id=\"chancery-case\">([^<]*)</.exec(html);"
                            + " return (await chancery.verifyCase(block, trust)).verdict; }",
                    List.of(html, before.logKey().text()));
            assertThat(verdict).isEqualTo("valid");
        }
    }

    private static void append(LogStore store, String record) {
        long index = store.head().size();
        store.append(new UUID(5, index), 3, index, Signers.utf8(record), new byte[] {1});
    }
}
