package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has the log's key can write an entry about keys; what the officers did not order is not believed. */
class KeyAuthorityTest {

    private static final String ORIGIN = ReceiptFixture.ORIGIN;
    private static final Instant NOW = ReceiptFixture.SIGNED;

    @TempDir
    private static Path folder;

    private static LogKey first;
    private static LogKey second;
    private static SigningKey clerk;
    private static SigningKey auditor;
    private static SigningKey thief;
    private static Officers officers;

    @TempDir
    private Path logs;

    private int made;

    @BeforeAll
    static void makeKeys() throws MalformedTextException {
        first = LogKey.open(folder.resolve("first.p12"), ORIGIN);
        second = LogKey.open(folder.resolve("second.p12"), ORIGIN);
        clerk = SigningKey.open(folder.resolve("clerk.p12"), "officer", "clerk.example");
        auditor = SigningKey.open(folder.resolve("auditor.p12"), "officer", "auditor.example");
        thief = SigningKey.open(folder.resolve("thief.p12"), "officer", "clerk.example");
        officers = Officers.parse(text(clerk) + "\n\n# who audits\n" + text(auditor) + "\n");
    }

    private static String text(SigningKey officer) {
        return KeyOrders.key(officer).text();
    }

    private static List<KeyEvent> added() {
        return List.of(new KeyEvent.Added(second.verifierKey(), first.verifierKey()));
    }

    private static List<KeyEvent> theft() {
        return List.of(new KeyEvent.Retired(first.verifierKey()), new KeyEvent.Compromised(first.verifierKey(), NOW));
    }

    /** A log with a business record before these, all in one history under the first key, and two receipts. */
    private record Log(KeyHistory history, byte[] underFirst, byte[] underSecond) {}

    private Log log(String... records) {
        try (LogStore store = LogStore.open(logs.resolve("log" + made++))) {
            append(store, ReceiptFixture.record(0));
            for (String record : records) {
                append(store, record);
            }
            List<String> told = java.util.stream.LongStream.rangeClosed(1, records.length)
                    .mapToObj(i ->
                            Receipts.of(store, i, first.sign(store.head(), NOW)).text())
                    .toList();
            return new Log(
                    new KeyHistory(told),
                    utf8(Receipts.of(store, 0, first.sign(store.head(), NOW)).text()),
                    utf8(Receipts.of(store, 0, second.sign(store.head(), NOW)).text()));
        }
    }

    private static void append(LogStore store, String record) {
        long index = store.head().size();
        store.append(new UUID(7, index), 3, index, utf8(record), new byte[0]);
    }

    private static Trust asking(Log log) {
        return Trust.in(List.of(first.verifierKey())).orderedBy(officers).inTheLightOf(log.history());
    }

    private static Trust askingNobody(Log log) {
        return Trust.in(List.of(first.verifierKey())).inTheLightOf(log.history());
    }

    @Test
    void whatOfficersOrderedIsBelievedAndTheyAreNamed() {
        Log rotated = log(KeyOrders.record(added(), KeyOrders.lines(ORIGIN, added(), clerk)));
        assertThat(new ReceiptVerifier(asking(rotated)).verify(rotated.underSecond()))
                .isInstanceOf(Verdict.Valid.class);
        assertThat(asking(rotated).limits().acts())
                .containsExactly(new KeyAct(added().getFirst(), 1, new KeyAuthority.Ordered(List.of("clerk.example"))));
        Log stolen = log(KeyOrders.record(theft(), KeyOrders.lines(ORIGIN, theft(), auditor, clerk)));
        assertThat(new ReceiptVerifier(asking(stolen)).verify(stolen.underFirst()))
                .isInstanceOf(Verdict.KeyEnded.class);
        assertThat(asking(stolen).limits().acts())
                .extracting(KeyAct::authority)
                .containsOnly(new KeyAuthority.Ordered(List.of("auditor.example", "clerk.example")));
    }

    /** Neither the key that it brings in nor the one that it ends proves anything. */
    @Test
    void noForgedOrderIsBelieved() {
        List<KeyOrders.Forged> additions = KeyOrders.forged(ORIGIN, added(), theft(), List.of(clerk), thief);
        List<KeyOrders.Forged> thefts = KeyOrders.forged(ORIGIN, theft(), added(), List.of(clerk, auditor), thief);
        for (KeyOrders.Forged forged : additions) {
            Log log = log(forged.record());
            if (!forged.what().equals("under what was not ordered")) {
                refused(forged.what(), log.underSecond(), asking(log), second);
                assertThat(asking(log).logs()).containsExactly(first.verifierKey());
            }
        }
        for (KeyOrders.Forged forged : thefts) {
            Log log = log(forged.record());
            boolean ofAdded = forged.what().equals("under what was not ordered");
            refused(
                    forged.what(),
                    ofAdded ? log.underSecond() : log.underFirst(),
                    asking(log),
                    ofAdded ? second : first);
        }
        assertThat(additions.size() + thefts.size()).isGreaterThan(80);
    }

    /** One officer is enough for a rotation, but not beside a line that is forged or cannot be read. */
    @Test
    void aBadLineSpoilsAGoodOne() {
        KeyOrders.Line good = KeyOrders.line(auditor, ORIGIN, added());
        for (KeyOrders.Line bad : List.of(
                KeyOrders.line(clerk, ORIGIN, theft()),
                new KeyOrders.Line(text(clerk), "!"),
                new KeyOrders.Line("x", good.signature()))) {
            Log log = log(KeyOrders.record(added(), List.of(good, bad)));
            refused(bad.json(), log.underSecond(), asking(log), second);
            refused(bad.json(), log.underSecond(), askingNobody(log), second);
        }
    }

    private static void refused(String what, byte[] receipt, Trust trust, LogKey key) {
        Verdict verdict = new ReceiptVerifier(trust).verify(receipt);
        assertThat(verdict).as(what).isInstanceOf(Verdict.KeyNotOrdered.class);
        Verdict.KeyNotOrdered not = (Verdict.KeyNotOrdered) verdict;
        assertThat(not.key()).as(what).isEqualTo(key.verifierKey().text());
        assertThat(not.index()).isEqualTo(1);
    }

    /** Who names no officers believes the log's key, but no order that contradicts itself. */
    @Test
    void whoAsksNoOfficersIsToldWhoIsClaimed() {
        Log silent = log(KeyOrders.record(added(), List.of()));
        assertThat(askingNobody(silent).limits().acts())
                .extracting(KeyAct::authority)
                .containsExactly(new KeyAuthority.Claimed(List.of()));
        assertThat(new ReceiptVerifier(askingNobody(silent)).verify(silent.underSecond()))
                .isInstanceOf(Verdict.Valid.class);
        Log stranger = log(KeyOrders.record(added(), KeyOrders.lines(ORIGIN, added(), thief)));
        assertThat(askingNobody(stranger).limits().acts())
                .extracting(KeyAct::authority)
                .containsExactly(new KeyAuthority.Claimed(List.of("clerk.example")));
        for (KeyOrders.Forged forged : KeyOrders.forged(ORIGIN, theft(), added(), List.of(clerk, auditor), thief)) {
            if (forged.what().startsWith("bit")
                    || forged.what().startsWith("swapped")
                    || forged.what().startsWith("alone")
                    || forged.what().startsWith("twice")) {
                Log log = log(forged.record());
                refused(forged.what(), log.underFirst(), askingNobody(log), first);
            }
        }
    }

    @Test
    void whoLeftOfficeOrderedWhatCameBefore() throws MalformedTextException {
        Log rotated = log(KeyOrders.record(added(), KeyOrders.lines(ORIGIN, added(), clerk)));
        for (int until : List.of(0, 1, 2, 3)) {
            Officers now = Officers.parse("until " + until + " " + text(clerk) + "\n" + text(auditor));
            Trust trust = Trust.in(List.of(first.verifierKey()))
                    .inTheLightOf(rotated.history())
                    .orderedBy(now);
            assertThat(new ReceiptVerifier(trust).verify(rotated.underSecond()))
                    .isInstanceOf(until > 1 ? Verdict.Valid.class : Verdict.KeyNotOrdered.class);
            assertThat(now.all().getFirst().holdsOffice()).isFalse();
        }
    }

    /** A copy of an order without its signatures takes nothing from the order. */
    @Test
    void whatIsOrderedElsewhereIsOrdered() {
        String genuine = KeyOrders.record(added(), KeyOrders.lines(ORIGIN, added(), auditor));
        String bare = KeyOrders.record(added(), List.of());
        for (Log log : List.of(log(genuine, bare), log(bare, genuine))) {
            assertThat(new ReceiptVerifier(asking(log)).verify(log.underSecond()))
                    .isInstanceOf(Verdict.Valid.class);
        }
    }

    @Test
    void theFileOfOfficersHasOneForm() {
        for (String wrong : List.of(
                "",
                "# nobody\n",
                "x",
                "until " + text(clerk),
                "until x " + text(clerk),
                "until 1  " + text(clerk),
                "since 3 " + text(clerk),
                text(clerk) + "\n" + text(clerk),
                text(clerk) + "\nuntil 7 " + text(clerk),
                text(clerk) + "\n" + new VerifierKey("auditor.example", clerk.publicKey()).text(),
                "\u2003" + text(clerk),
                text(clerk) + " " + text(auditor))) {
            assertThatThrownBy(() -> Officers.parse(wrong)).as(wrong).isInstanceOf(MalformedTextException.class);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
