package org.chancery.console.verify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

/**
 * What the verifiers are asked about keys of logs: signatures of every algorithm, keys that ended, and orders of officers,
 * genuine and forged, each with the answer of the offline verifier.
 */
final class KeyQuestions {

    static final Instant THEFT = Instant.parse("2026-11-24T12:00:00Z");
    static final Instant EARLIER = Signers.SIGNED.minusSeconds(60);
    /** In the very second in which the witnesses cosigned, and a little after that. */
    static final Instant WITHIN_A_SECOND = Instant.parse("2026-11-24T01:02:04.000000001Z");

    private static final String ORIGIN = Signers.ORIGIN;

    private final Path folder;
    private final List<Question> questions = new ArrayList<>();

    /**
     * @param trust verifier keys or a policy, as one pastes them
     * @param officers as {@code officers.vkey} has them; empty if nobody is asked
     * @param answer the verdict, and on whose order the log tells what of its keys
     */
    record Question(String what, String trust, String history, String officers, String receipt, String answer) {

        String verdict() {
            return answer.split(";")[0];
        }
    }

    private KeyQuestions(Path folder) {
        this.folder = folder;
    }

    /** @param folder for keys and logs */
    static List<Question> all(Path folder) throws GeneralSecurityException, MalformedTextException {
        KeyQuestions made = new KeyQuestions(folder);
        made.algorithms();
        made.ends();
        made.orders();
        return List.copyOf(made.questions);
    }

    private void algorithms() throws MalformedTextException {
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

    private void ends() throws GeneralSecurityException, MalformedTextException {
        Signers signers = Signers.fresh(folder.resolve("old"), ORIGIN);
        Signers next = new Signers(LogKey.open(folder.resolve("new.p12"), ORIGIN), signers.witnesses());
        KeyEvent added = new KeyEvent.Added(next.logKey(), signers.logKey());
        KeyEvent retired = new KeyEvent.Retired(signers.logKey());
        // cosigned a second after Signers.SIGNED: before the theft or after it
        for (Instant theft : List.of(THEFT, EARLIER, WITHIN_A_SECOND)) {
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
    private void orders() throws MalformedTextException {
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
            records.addAll(odd(KeyOrders.record(events, KeyOrders.lines(ORIGIN, events, clerk, auditor))));
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

    /** A genuine order, written so that readers of JSON might disagree about it. */
    private static List<KeyOrders.Forged> odd(String genuine) {
        Map<String, String> first = new LinkedHashMap<>();
        first.put("another kind before", "{\"kind\":\"business\",");
        first.put("another kind before, escaped", "{\"k\\u0069nd\":\"business\",");
        first.put("nobody before", "{\"authority\":[],");
        first.put("a name twice", "{\"x\":[{\"y\":1,\"y\":1}],");
        first.put("half a letter", "{\"x\":\"\\ud800\",");
        first.put("half a name", "{\"\\udc00\":1,");
        first.put("a whole letter", "{\"x\":\"\\ud83d\\ude00\",");
        first.put("spaces", " \t{ \t");
        first.put("a member of every object", "{\"__proto__\":{\"kind\":\"business\"},");
        for (int depth : List.of(32, 33, 34, 40)) {
            first.put(depth + " lists", "{\"x\":" + "[".repeat(depth) + "]".repeat(depth) + ",");
            first.put(depth + " lists with 1", "{\"x\":" + "[".repeat(depth) + "1" + "]".repeat(depth) + ",");
        }
        List<KeyOrders.Forged> all = new ArrayList<>();
        first.forEach((what, start) -> all.add(new KeyOrders.Forged(what, start + genuine.substring(1))));
        all.add(new KeyOrders.Forged(
                "a moment in a list", genuine.replaceFirst("\"since\":(\"[^\"]*\")", "\"since\":[$1]")));
        all.add(new KeyOrders.Forged(
                "a moment of the year 10000",
                genuine.replaceFirst("\"since\":\"[^\"]*\"", "\"since\":\"+10000-01-01T00:00:00Z\"")));
        all.add(new KeyOrders.Forged("a number behind", genuine + " 1"));
        all.add(new KeyOrders.Forged("within a list", "[" + genuine + "]"));
        return all;
    }

    private void ask(String what, List<VerifierKey> known, String receipt) {
        String trust = known.stream().map(VerifierKey::text).collect(Collectors.joining("\n"));
        ask(what, trust, Trust.in(known), KeyHistory.NONE, receipt);
    }

    private void ask(String what, String trust, Trust known, KeyHistory history, String receipt) {
        ask(what, trust, known, history, "", receipt);
    }

    private void ask(String what, String trust, Trust known, KeyHistory history, String officers, String receipt) {
        Trust settled = known.inTheLightOf(history);
        Verdict verdict = new ReceiptVerifier(settled).verify(receipt.getBytes(StandardCharsets.UTF_8));
        String answer = Stream.concat(
                        Stream.of(word(verdict)),
                        settled.limits().acts().stream().map(KeyQuestions::word).sorted())
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
