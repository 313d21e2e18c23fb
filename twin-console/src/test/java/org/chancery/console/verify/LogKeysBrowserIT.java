package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.KeyAct;
import org.chancery.ledger.verify.KeyAuthority;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.KeyOrders;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.Officers;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.SignatureAlgorithm;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.Trust;
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
    private static final Instant THEFT = Instant.parse("2026-11-24T12:00:00Z");

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
    private static final List<Question> questions = new ArrayList<>();

    /**
     * @param trust verifier keys or a policy, as one pastes them
     * @param officers as {@code officers.vkey} has them; empty if nobody is asked
     * @param answer the verdict, and on whose order the log tells what of its keys
     */
    private record Question(String what, String trust, String history, String officers, String receipt, String answer) {

        String verdict() {
            return answer.split(";")[0];
        }
    }

    @BeforeAll
    static void ask() throws GeneralSecurityException, IOException, MalformedTextException {
        algorithms();
        ends();
        orders();
        browser = new StrangersBrowser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    private static void algorithms() throws MalformedTextException {
        LogKey key = LogKey.open(folder.resolve("log.p12"), ORIGIN);
        for (SignatureAlgorithm each : List.of(SignatureAlgorithm.P256, SignatureAlgorithm.SM2)) {
            key = key.and(LogKey.further(folder.resolve(each.label() + ".p12"), ORIGIN, each));
        }
        String receipt;
        try (LogStore store = LogStore.open(folder.resolve("store"))) {
            append(store, "{\"kind\":\"business\",\"v\":3}");
            receipt = Receipts.of(store, 0, key.sign(store.head(), Signers.SIGNED))
                    .text();
        }
        List<VerifierKey> keys = key.verifierKeys();
        List<SignedNote.Signature> lines = Signers.parsed(receipt.substring(receipt.lastIndexOf(ORIGIN + "\n")))
                .note()
                .signatures();
        String body = receipt.substring(0, receipt.indexOf("\u2014 "));
        for (int i = 0; i < 8; i++) {
            int which = i;
            List<VerifierKey> known = keys.stream()
                    .filter(each -> (which >> keys.indexOf(each) & 1) == 1)
                    .toList();
            if (!known.isEmpty()) {
                ask("keys " + i, known, receipt);
                for (int left = 0; left < lines.size(); left++) {
                    List<SignedNote.Signature> rest = new ArrayList<>(lines);
                    rest.remove(left);
                    ask("keys " + i + " without line " + left, known, body + text(rest));
                    for (int other = 0; other < lines.size(); other++) {
                        List<SignedNote.Signature> confused = new ArrayList<>(lines);
                        confused.set(
                                left,
                                new SignedNote.Signature(
                                        ORIGIN,
                                        lines.get(left).keyId(),
                                        lines.get(other).bytes()));
                        ask("keys " + i + " line " + left + " by " + other, known, body + text(confused));
                    }
                    for (int bit = 0; bit < 512; bit += 101) {
                        byte[] bytes = lines.get(left).bytes().clone();
                        bytes[bit / 8] ^= (byte) (1 << bit % 8);
                        List<SignedNote.Signature> flipped = new ArrayList<>(lines);
                        flipped.set(
                                left,
                                new SignedNote.Signature(ORIGIN, lines.get(left).keyId(), bytes));
                        ask("keys " + i + " line " + left + " bit " + bit, known, body + text(flipped));
                    }
                }
            }
        }
    }

    private static void ends() throws GeneralSecurityException, MalformedTextException {
        Signers signers = Signers.fresh(folder.resolve("old"), ORIGIN);
        Signers next = new Signers(LogKey.open(folder.resolve("new.p12"), ORIGIN), signers.witnesses());
        KeyEvent added = new KeyEvent.Added(next.logKey(), signers.logKey());
        KeyEvent retired = new KeyEvent.Retired(signers.logKey());
        // cosigned a second after Signers.SIGNED: before the theft or after it
        for (Instant theft : List.of(THEFT, Signers.SIGNED.minusSeconds(60))) {
            KeyEvent stolen = new KeyEvent.Compromised(signers.logKey(), theft);
            try (LogStore store = LogStore.open(folder.resolve("ends " + theft.getEpochSecond()))) {
                append(store, "{\"kind\":\"business\",\"v\":3}");
                append(store, record(added));
                append(store, record(retired));
                append(store, record(stolen));
                Head early = new Head(2, store.root(2));
                String bridge = Receipts.of(store, 1, signers.checkpoint(early)).text();
                String end =
                        Receipts.of(store, 2, next.checkpoint(store.head())).text();
                String theftTold =
                        Receipts.of(store, 3, next.checkpoint(store.head())).text();
                List<List<String>> histories = List.of(
                        List.of(),
                        List.of(bridge),
                        List.of(bridge, end),
                        List.of(end, theftTold),
                        List.of(bridge, theftTold));
                List<String> receipts = List.of(
                        Receipts.of(store, 0, signers.checkpoint(early)).text(),
                        Receipts.of(store, 0, signers.log().sign(early, Signers.SIGNED))
                                .text(),
                        Receipts.of(store, 0, signers.checkpoint(store.head())).text(),
                        Receipts.of(store, 0, next.checkpoint(store.head())).text());
                for (Signers known : List.of(signers, next)) {
                    for (List<String> history : histories) {
                        for (String receipt : receipts) {
                            KeyHistory told = new KeyHistory(history);
                            String what = "theft " + theft + ", " + history.size() + " receipts in the history";
                            Trust alone = Trust.in(List.of(known.logKey()));
                            ask(what, known.logKey().text(), alone, told, receipt);
                            Trust policy = Trust.in(List.of(known.logKey()), WitnessPolicy.parse(known.policy()));
                            ask(what + ", witnessed", known.policy(), policy, told, receipt);
                        }
                    }
                }
            }
        }
    }

    /** Orders of officers: genuine, forged in every way there is, and such that nobody asks for. */
    private static void orders() throws MalformedTextException {
        LogKey first = LogKey.open(folder.resolve("ordered.p12"), ORIGIN);
        LogKey second = LogKey.open(folder.resolve("ordered-next.p12"), ORIGIN);
        SigningKey clerk = SigningKey.open(folder.resolve("clerk.p12"), "officer", "clerk.example");
        SigningKey auditor = SigningKey.open(folder.resolve("auditor.p12"), "officer", "auditor.example");
        SigningKey thief = SigningKey.open(folder.resolve("thief.p12"), "officer", "clerk.example");
        List<KeyEvent> added = List.of(new KeyEvent.Added(second.verifierKey(), first.verifierKey()));
        List<KeyEvent> theft = List.of(
                new KeyEvent.Retired(first.verifierKey()), new KeyEvent.Compromised(first.verifierKey(), THEFT));
        List<SigningKey> both = List.of(clerk, auditor);
        List<KeyOrders.Forged> records = new ArrayList<>(KeyOrders.forged(ORIGIN, added, theft, both, thief));
        records.addAll(KeyOrders.forged(ORIGIN, theft, added, both, thief));
        for (List<KeyEvent> events : List.of(added, theft)) {
            records.add(new KeyOrders.Forged(
                    "genuine", KeyOrders.record(events, KeyOrders.lines(ORIGIN, events, clerk, auditor))));
            records.add(
                    new KeyOrders.Forged("one", KeyOrders.record(events, KeyOrders.lines(ORIGIN, events, auditor))));
        }
        String officers =
                KeyOrders.key(clerk).text() + "\n" + KeyOrders.key(auditor).text() + "\n";
        String left = "# gave it up\nuntil 1 " + KeyOrders.key(clerk).text() + "\n"
                + KeyOrders.key(auditor).text() + "\n";
        try (LogStore store = LogStore.open(folder.resolve("orders"))) {
            append(store, "{\"kind\":\"business\",\"v\":3}");
            for (KeyOrders.Forged each : records) {
                append(store, each.record());
            }
            for (int i = 0; i < records.size(); i++) {
                String told = Receipts.of(store, i + 1, first.sign(store.head(), Signers.SIGNED))
                        .text();
                boolean addition = records.get(i).record().contains("key-added");
                LogKey concerned = addition ? second : first;
                String receipt = Receipts.of(store, 0, concerned.sign(store.head(), Signers.SIGNED))
                        .text();
                for (String asked : List.of(officers, left, "")) {
                    Trust trust = Trust.in(List.of(first.verifierKey()));
                    ask(
                            records.get(i).what() + (addition ? " added" : " theft") + ", asked: " + asked.length(),
                            first.verifierKey().text(),
                            asked.isEmpty() ? trust : trust.orderedBy(Officers.parse(asked)),
                            new KeyHistory(List.of(told)),
                            asked,
                            receipt);
                }
            }
        }
    }

    private static void ask(String what, List<VerifierKey> known, String receipt) {
        String trust = known.stream().map(VerifierKey::text).collect(Collectors.joining("\n"));
        ask(what, trust, Trust.in(known), KeyHistory.NONE, receipt);
    }

    private static void ask(String what, String trust, Trust known, KeyHistory history, String receipt) {
        ask(what, trust, known, history, "", receipt);
    }

    private static void ask(
            String what, String trust, Trust known, KeyHistory history, String officers, String receipt) {
        Trust settled = known.inTheLightOf(history);
        Verdict verdict = new ReceiptVerifier(settled).verify(receipt.getBytes(StandardCharsets.UTF_8));
        String answer = Stream.concat(
                        Stream.of(word(verdict)),
                        settled.limits().acts().stream()
                                .map(LogKeysBrowserIT::word)
                                .sorted())
                .collect(Collectors.joining("; "));
        questions.add(new Question(what, trust, history.text(), officers, receipt, answer));
    }

    private static String word(KeyAct act) {
        String kind = switch (act.authority()) {
            case KeyAuthority.Ordered ordered -> "ordered";
            case KeyAuthority.Claimed claimed -> "claimed";
            case KeyAuthority.NotOrdered not -> "unordered";
        };
        return act.index() + " " + kind + " " + String.join(",", act.authority().officers());
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.UnknownSigner unknown -> "unknown";
            case Verdict.NotWitnessed not -> "unwitnessed";
            case Verdict.KeyNotOrdered not -> "unordered " + not.index();
            case Verdict.KeyEnded ended ->
                "ended " + ended.stolenSince().map(Instant::toString).orElse("");
            default -> verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void theQuestionsHaveEveryAnswer() {
        assertThat(questions.stream()
                        .map(Question::verdict)
                        .map(verdict -> verdict.replaceFirst("unordered \\d+", "unordered"))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "valid",
                        "altered",
                        "unknown",
                        "unordered",
                        "unwitnessed",
                        "ended ",
                        "ended " + THEFT,
                        "ended " + Signers.SIGNED.minusSeconds(60));
        assertThat(questions.stream().map(Question::answer).collect(Collectors.joining("\n")))
                .contains(" ordered auditor.example,clerk.example", " claimed ", " unordered auditor.example");
        System.out.println("LogKeysBrowserIT: " + questions.size() + " questions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.test", "localhost"})
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
        }
        Verdict offline =
                new ReceiptVerifier(List.of(before.logKey())).verify(Files.readAllBytes(folder.resolve("case.html")));
        assertThat(offline).isInstanceOf(Verdict.ValidCase.class);
    }

    private static String text(List<SignedNote.Signature> lines) {
        return lines.stream().map(SignedNote.Signature::line).collect(Collectors.joining());
    }

    private static String record(KeyEvent event) {
        return "{\"kind\":\"" + KeyEvent.KIND + "\",\"transitions\":[" + event.json() + "],\"v\":3}";
    }

    private static void append(LogStore store, String record) {
        long index = store.head().size();
        store.append(new UUID(5, index), 3, index, Signers.utf8(record), new byte[] {1});
    }
}
