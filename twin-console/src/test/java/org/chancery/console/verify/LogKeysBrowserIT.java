package org.chancery.console.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.verify.KeyEvent;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.MalformedTextException;
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

    private static final String RUN = """
            async ({ trust, history, receipt }) => {
              const { parseTrust, verify, withHistory } = globalThis.chancery;
              const known = await withHistory(await parseTrust(trust), history || undefined);
              const { verdict, since } = await verify(new TextEncoder().encode(receipt), known);
              return verdict === 'ended' ? `ended ${since ?? ''}` : verdict;
            }""";

    @TempDir
    private static Path folder;

    private static StrangersBrowser browser;
    private static final List<Question> questions = new ArrayList<>();

    /** @param trust verifier keys or a policy, as one pastes them */
    private record Question(String what, String trust, String history, String receipt, String answer) {}

    @BeforeAll
    static void ask() throws GeneralSecurityException, IOException, MalformedTextException {
        algorithms();
        ends();
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

    private static void ask(String what, List<VerifierKey> known, String receipt) {
        String trust = known.stream().map(VerifierKey::text).collect(Collectors.joining("\n"));
        ask(what, trust, Trust.in(known), KeyHistory.NONE, receipt);
    }

    private static void ask(String what, String trust, Trust known, KeyHistory history, String receipt) {
        Verdict verdict =
                new ReceiptVerifier(known.inTheLightOf(history)).verify(receipt.getBytes(StandardCharsets.UTF_8));
        questions.add(new Question(what, trust, history.text(), receipt, word(verdict)));
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.UnknownSigner unknown -> "unknown";
            case Verdict.NotWitnessed not -> "unwitnessed";
            case Verdict.KeyEnded ended ->
                "ended " + ended.stolenSince().map(Instant::toString).orElse("");
            default -> verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        };
    }

    @Test
    void theQuestionsHaveEveryAnswer() {
        assertThat(questions.stream().map(Question::answer).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "valid",
                        "altered",
                        "unknown",
                        "unwitnessed",
                        "ended ",
                        "ended " + THEFT,
                        "ended " + Signers.SIGNED.minusSeconds(60));
        System.out.println("LogKeysBrowserIT: " + questions.size() + " questions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.test", "localhost"})
    void theBrowserAnswersAsTheOfflineVerifierDoes(String host) {
        try (Page page = browser.program(host)) {
            for (Question question : questions) {
                Object answer = page.evaluate(
                        RUN,
                        Map.of(
                                "trust", question.trust(),
                                "history", question.history(),
                                "receipt", question.receipt()));
                assertThat(answer).as(question.what()).isEqualTo(question.answer());
            }
        }
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
