package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page says in which zone it shows times; pages from before it did are still pages. */
class PageTextTest {

    @TempDir
    private Path folder;

    private ReceiptFixture log;

    @BeforeEach
    void open() {
        log = new ReceiptFixture(folder, 5);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private PageText page(Optional<String> zone) {
        String receipt = new String(log.receipt(2), StandardCharsets.UTF_8);
        String key = log.key.verifierKey().text();
        return new PageText(
                "https://a.example/verify", key, List.of(receipt), "", new TreeMap<>(), KeyHistory.NONE, zone);
    }

    private static byte[] file(PageText page) {
        return page.render().getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPageIsReadAsItWasWritten() throws MalformedTextException {
        for (Optional<String> zone : List.of(Optional.<String>empty(), Optional.of("Asia/Shanghai"))) {
            byte[] file = file(page(zone));
            assertThat(PageText.parse(file).data()).isEqualTo(page(zone));
            assertThat(log.verifier().verify(file)).isInstanceOf(Verdict.ValidCase.class);
        }
    }

    @Test
    void whatIsNoZoneIsNeitherWrittenNorRead() {
        assertThatThrownBy(() -> page(Optional.of("<b>")).render()).isInstanceOf(IllegalArgumentException.class);
        String block = block(page(Optional.of("Asia/Shanghai")).render());
        assertThat(log.verifier().verify(with(block.replace("Asia/Shanghai", "<b>"))))
                .isInstanceOf(Verdict.Malformed.class);
        assertThat(log.verifier().verify(with(block.replace("\"v\":2", "\"v\":1"))))
                .isInstanceOf(Verdict.Malformed.class);
        assertThat(log.verifier().verify(with(block))).isInstanceOf(Verdict.ValidCase.class);
    }

    /** Made under a key that came later, and read by whoever knows only the first one; and the other way round. */
    @Test
    void aPageKnowsWhatHadBecomeOfTheKeysAndIsToldTheRest() {
        LogKey next = LogKey.open(folder.resolve("next.p12"), ReceiptFixture.ORIGIN);
        VerifierKey old = log.key.verifierKey();
        byte[] before = file(page(Optional.of("UTC")));
        append(new KeyEvent.Added(next.verifierKey(), old));
        append(new KeyEvent.Retired(old));
        String bridge = text(log.receipt(5, log.key.sign(new Head(6, log.store.root(6)), ReceiptFixture.SIGNED)));
        String end = text(log.receipt(6, next.sign(log.store.head(), ReceiptFixture.SIGNED)));
        KeyHistory rotated = new KeyHistory(List.of(bridge, end));
        byte[] after = file(under(next, rotated));
        assertThat(verdict(after, Trust.in(List.of(old)))).isInstanceOf(Verdict.ValidCase.class);
        assertThat(verdict(after, Trust.in(List.of(next.verifierKey())))).isInstanceOf(Verdict.ValidCase.class);
        assertThat(verdict(file(under(next, KeyHistory.NONE)), Trust.in(List.of(old))))
                .isInstanceOf(Verdict.UnknownSigner.class);

        Trust present = Trust.in(List.of(next.verifierKey()));
        assertThat(verdict(before, present)).isInstanceOf(Verdict.UnknownSigner.class);
        assertThat(verdict(before, present.inTheLightOf(rotated))).isInstanceOf(Verdict.ValidCase.class);

        append(new KeyEvent.Compromised(next.verifierKey(), ReceiptFixture.SIGNED.minusSeconds(9)));
        LogKey third = LogKey.open(folder.resolve("third.p12"), ReceiptFixture.ORIGIN);
        KeyHistory theft =
                new KeyHistory(List.of(text(log.receipt(7, third.sign(log.store.head(), ReceiptFixture.SIGNED)))));
        Trust both = Trust.in(List.of(old, third.verifierKey()));
        assertThat(verdict(after, both)).isInstanceOf(Verdict.ValidCase.class);
        assertThat(verdict(after, both.inTheLightOf(theft))).isInstanceOf(Verdict.KeyEnded.class);
        // the page's own receipts lead to the key under which a newer file tells of the theft
        KeyHistory later =
                new KeyHistory(List.of(text(log.receipt(7, next.sign(log.store.head(), ReceiptFixture.SIGNED)))));
        Trust first = Trust.in(List.of(old)).inTheLightOf(later);
        assertThat(first.limits()).isEqualTo(KeyLimits.NONE);
        assertThat(verdict(after, first)).isInstanceOf(Verdict.KeyEnded.class);
    }

    @Test
    void aHistoryInAPageIsWrittenInOneWay() {
        KeyHistory history = new KeyHistory(List.of("a", "b"));
        assertThatThrownBy(() -> under(log.key, history, Optional.empty()).render())
                .isInstanceOf(IllegalArgumentException.class);
        String block = block(under(log.key, history).render());
        assertThat(log.verifier().verify(with(block))).isInstanceOf(Verdict.ValidCase.class);
        for (String[] change : new String[][] {
            {"\"v\":3", "\"v\":2"},
            {"[\"a\",\"b\"]", "[]"},
            {"[\"a\",\"b\"]", "\"a\""},
            {"[\"a\",\"b\"]", "[\"a\",7]"},
            {",\"history\":[\"a\",\"b\"]", ""},
            {",\"zone\":\"UTC\"", ""}
        }) {
            assertThat(log.verifier().verify(with(block.replace(change[0], change[1]))))
                    .as(change[1])
                    .isInstanceOf(Verdict.Malformed.class);
        }
        String many = java.util.Collections.nCopies(KeyHistory.MAX_RECEIPTS, "\"a\"")
                .toString()
                .replace(" ", "");
        assertThat(log.verifier().verify(with(block.replace("[\"a\",\"b\"]", many))))
                .isInstanceOf(Verdict.Malformed.class);
    }

    private PageText under(LogKey key, KeyHistory history) {
        return under(key, history, Optional.of("UTC"));
    }

    private PageText under(LogKey key, KeyHistory history, Optional<String> zone) {
        String receipt = text(log.receipt(2, key.sign(log.store.head(), ReceiptFixture.SIGNED)));
        return new PageText(
                "https://a.example/verify",
                key.verifierKey().text(),
                List.of(receipt),
                "",
                new TreeMap<>(),
                history,
                zone);
    }

    private void append(KeyEvent event) {
        long index = log.store.head().size();
        log.store.append(
                new UUID(8, index),
                3,
                index,
                KeyOrders.record(List.of(event), List.of()).getBytes(StandardCharsets.UTF_8),
                new byte[0]);
    }

    private static String text(byte[] receipt) {
        return new String(receipt, StandardCharsets.UTF_8);
    }

    private static Verdict verdict(byte[] file, Trust trust) {
        return new ReceiptVerifier(trust).verify(file);
    }

    private static String block(String page) {
        int from = page.indexOf("id=\"chancery-case\">") + 19;
        byte[] json = Base64.getDecoder().decode(page.substring(from, page.indexOf("</script>", from)));
        return new String(json, StandardCharsets.UTF_8);
    }

    private byte[] with(String block) {
        String page = page(Optional.of("UTC")).render();
        int from = page.indexOf("id=\"chancery-case\">") + 19;
        String base64 = Base64.getEncoder().encodeToString(block.getBytes(StandardCharsets.UTF_8));
        return (page.substring(0, from) + base64 + page.substring(page.indexOf("</script>", from)))
                .getBytes(StandardCharsets.UTF_8);
    }
}
