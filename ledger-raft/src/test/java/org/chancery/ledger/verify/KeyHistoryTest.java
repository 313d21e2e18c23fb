package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log with ten entries changes its key at entry 10 (from 0): the first key is retired at 11, and later it turns out
 * that it was stolen on the 20th. What is believed of receipts from before and after, and of what the thief makes.
 */
class KeyHistoryTest {

    private static final String ORIGIN = ReceiptFixture.ORIGIN;
    private static final Instant BEFORE = Instant.parse("2026-11-18T08:00:00Z");
    private static final Instant THEFT = Instant.parse("2026-11-20T00:00:00Z");
    private static final Instant AFTER = Instant.parse("2026-11-22T08:00:00Z");
    private static final int ADDED = 10;
    private static final int RETIRED = 11;

    @TempDir
    private Path folder;

    private LogStore store;
    private LogKey first;
    private LogKey second;
    private Cosigner court;
    private Cosigner audit;

    @BeforeEach
    void rotate() throws GeneralSecurityException {
        court = new Cosigner("court.example/witness");
        audit = new Cosigner("audit.example/witness");
        store = LogStore.open(folder.resolve("store"));
        first = LogKey.open(folder.resolve("first.p12"), ORIGIN);
        second = LogKey.open(folder.resolve("second.p12"), ORIGIN);
        for (int i = 0; i < ADDED; i++) {
            append(ReceiptFixture.record(i));
        }
        append(event(new KeyEvent.Added(second.verifierKey(), first.verifierKey())));
        append(event(new KeyEvent.Retired(first.verifierKey())));
        append(ReceiptFixture.record(RETIRED + 1));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void afterARotationEitherKeyLeadsToTheOther() {
        KeyHistory rotated = new KeyHistory(
                List.of(receipt(ADDED, ADDED + 1, first, BEFORE), receipt(RETIRED, RETIRED + 1, second, BEFORE)));
        for (LogKey known : List.of(first, second)) {
            Trust trust = trusting(known).inTheLightOf(rotated);
            assertThat(verdict(receipt(3, 8, first, BEFORE), trust)).isInstanceOf(Verdict.Valid.class);
            assertThat(verdict(receipt(RETIRED + 1, RETIRED + 2, second, AFTER), trust))
                    .isInstanceOf(Verdict.Valid.class);
            // beyond its end the old key says nothing, whatever moment it claims
            assertThat(verdict(receipt(3, RETIRED + 1, first, BEFORE), trust))
                    .isEqualTo(new Verdict.KeyEnded(first.verifierKey().text(), Optional.empty()));
        }
        assertThat(verdict(receipt(3, RETIRED + 2, second, AFTER), trusting(first)))
                .isInstanceOf(Verdict.UnknownSigner.class);
    }

    @Test
    void aReceiptFromBeforeATheftStaysValidAndOneFromAfterDoesNot() {
        append(event(new KeyEvent.Compromised(first.verifierKey(), THEFT)));
        Trust trust = witnessed(second)
                .inTheLightOf(new KeyHistory(List.of(
                        cosigned(receipt(ADDED, RETIRED + 3, second, AFTER), AFTER),
                        cosigned(receipt(RETIRED, RETIRED + 3, second, AFTER), AFTER),
                        cosigned(receipt(RETIRED + 2, RETIRED + 3, second, AFTER), AFTER))));
        assertThat(verdict(cosigned(receipt(3, 8, first, BEFORE), BEFORE), trust))
                .isInstanceOf(Verdict.Valid.class);
        Verdict stolen = new Verdict.KeyEnded(first.verifierKey().text(), Optional.of(THEFT));
        assertThat(verdict(cosigned(receipt(3, 8, first, AFTER), AFTER), trust)).isEqualTo(stolen);
        assertThat(verdict(cosigned(receipt(3, 8, first, BEFORE), THEFT), trust))
                .isEqualTo(stolen);
        // the same entry under the present key
        assertThat(verdict(cosigned(receipt(3, RETIRED + 3, second, AFTER), AFTER), trust))
                .isInstanceOf(Verdict.Valid.class);
    }

    /** The thief has the key and may write any time and any record; he has no witness's clock. */
    @Test
    void theThiefCannotDateBack() {
        append(event(new KeyEvent.Compromised(first.verifierKey(), THEFT)));
        KeyHistory history = new KeyHistory(List.of(cosigned(receipt(RETIRED + 2, RETIRED + 3, second, AFTER), AFTER)));
        Trust trust = witnessed(second).inTheLightOf(history);
        Verdict stolen = new Verdict.KeyEnded(first.verifierKey().text(), Optional.of(THEFT));
        LogStore forged = LogStore.open(folder.resolve("forged"));
        forged.append(new UUID(1, 1), 1, 1, utf8("{\"granted\":\"everything\"}"), new byte[0]);
        String receipt =
                Receipts.of(forged, 0, first.sign(forged.head(), BEFORE)).text();
        assertThat(verdict(receipt, trust)).isEqualTo(stolen);
        // one witness of the two is his, or both are, but after the theft
        assertThat(verdict(signed(receipt, BEFORE, court), trust)).isEqualTo(stolen);
        assertThat(verdict(cosigned(receipt, AFTER), trust)).isEqualTo(stolen);
        // without any witness the stolen key proves nothing, genuine or not
        Trust alone = trusting(second).inTheLightOf(history);
        assertThat(verdict(receipt(3, 8, first, BEFORE), alone)).isEqualTo(stolen);
        forged.close();
    }

    @Test
    void theThiefCannotNameAnotherKey() {
        append(event(new KeyEvent.Compromised(first.verifierKey(), THEFT)));
        LogKey thiefs = LogKey.open(folder.resolve("thief.p12"), ORIGIN);
        LogStore forged = LogStore.open(folder.resolve("forged"));
        forged.append(
                new UUID(1, 1),
                1,
                1,
                utf8(event(new KeyEvent.Added(thiefs.verifierKey(), first.verifierKey()))),
                new byte[0]);
        String succession =
                Receipts.of(forged, 0, first.sign(forged.head(), BEFORE)).text();
        String theft = cosigned(receipt(RETIRED + 2, RETIRED + 3, second, AFTER), AFTER);
        String granted =
                Receipts.of(forged, 0, thiefs.sign(forged.head(), AFTER)).text();
        for (List<String> order : List.of(List.of(succession, theft), List.of(theft, succession))) {
            Trust trust = witnessed(second).inTheLightOf(new KeyHistory(order));
            assertThat(verdict(cosigned(granted, AFTER), trust)).isInstanceOf(Verdict.UnknownSigner.class);
            Trust both =
                    Trust.in(List.of(first.verifierKey(), second.verifierKey())).inTheLightOf(new KeyHistory(order));
            assertThat(verdict(granted, both)).isInstanceOf(Verdict.UnknownSigner.class);
        }
        // who asks for witnesses does not believe him even before the theft is known
        assertThat(verdict(
                        cosigned(granted, AFTER), witnessed(first).inTheLightOf(new KeyHistory(List.of(succession)))))
                .isInstanceOf(Verdict.UnknownSigner.class);
        // nor does a key become known because he says that it ended
        forged.append(new UUID(1, 2), 1, 2, utf8(event(new KeyEvent.Retired(thiefs.verifierKey()))), new byte[0]);
        String ended = Receipts.of(forged, 1, first.sign(forged.head(), BEFORE)).text();
        assertThat(witnessed(first).inTheLightOf(new KeyHistory(List.of(ended))).logs())
                .containsExactly(first.verifierKey());
        forged.close();
    }

    /** The next SM2 key is learned from SM2, before and after, and never on the word of Ed25519 alone. */
    @Test
    void whoDemandsSm2GetsItUnderTheNextKeyToo() {
        SigningKey early = LogKey.further(folder.resolve("early.p12"), ORIGIN, SignatureAlgorithm.SM2);
        SigningKey late = LogKey.further(folder.resolve("late.p12"), ORIGIN, SignatureAlgorithm.SM2);
        LogKey before = second.and(early);
        LogKey after = second.and(late);
        VerifierKey first = before.verifierKeys().getLast();
        VerifierKey next = after.verifierKeys().getLast();
        long added = append(event(new KeyEvent.Added(next, first)));
        long retired = append(event(new KeyEvent.Retired(first)));
        String bridge = receipt(added, added + 1, before, BEFORE);
        String end = receipt(retired, retired + 1, after, BEFORE);
        String old = receipt(3, added + 1, before, BEFORE);
        String fresh = receipt(3, retired + 1, after, AFTER);
        KeyHistory rotated = new KeyHistory(List.of(bridge, end));
        for (VerifierKey known : List.of(first, next)) {
            Trust trust = Trust.in(List.of(second.verifierKey(), known)).demanding(Set.of(SignatureAlgorithm.SM2));
            assertThat(verdict(known.equals(first) ? fresh : old, trust)).isInstanceOf(Verdict.NotSigned.class);
            assertThat(verdict(old, trust.inTheLightOf(rotated))).isInstanceOf(Verdict.Valid.class);
            assertThat(verdict(fresh, trust.inTheLightOf(rotated))).isInstanceOf(Verdict.Valid.class);
            // the key that ended counts for nothing beyond its end
            assertThat(verdict(receipt(3, retired + 1, before, BEFORE), trust.inTheLightOf(rotated)))
                    .isInstanceOf(Verdict.NotSigned.class);
        }
        String bare = receipt(added, added + 1, second, BEFORE);
        Trust demanding = Trust.in(List.of(second.verifierKey(), first)).demanding(Set.of(SignatureAlgorithm.SM2));
        assertThat(verdict(fresh, demanding.inTheLightOf(new KeyHistory(List.of(bare)))))
                .isInstanceOf(Verdict.NotSigned.class);
    }

    @Test
    void recordsOfOtherKindsAndForeignLogsSayNothingOfKeys() {
        long plain = append(event(new KeyEvent.Retired(second.verifierKey())).replace(KeyEvent.KIND, "business"));
        LogKey other = LogKey.open(folder.resolve("other.p12"), "chancery.example/side");
        long foreign = append(event(new KeyEvent.Added(other.verifierKey(), other.verifierKey())));
        KeyHistory history = new KeyHistory(
                List.of(receipt(plain, foreign + 1, second, AFTER), receipt(foreign, foreign + 1, second, AFTER)));
        saysNothing(trusting(second), history);
    }

    @Test
    void theFileReadsBackAndNothingElseDoes() throws MalformedTextException {
        KeyHistory history = new KeyHistory(List.of(receipt(ADDED, ADDED + 1, first, BEFORE)));
        assertThat(KeyHistory.parse(history.text())).isEqualTo(history);
        assertThat(KeyHistory.parse(KeyHistory.NONE.text())).isEqualTo(KeyHistory.NONE);
        String whole = history.text();
        for (String wrong : List.of(
                "",
                "chancery keys v2\n",
                "chancery keys v1\n{}\n",
                "chancery keys v1\nAB==\n",
                whole.strip(),
                whole.replace("\n", "\r\n"))) {
            assertThatThrownBy(() -> KeyHistory.parse(wrong)).isInstanceOf(MalformedTextException.class);
        }
        // a receipt in it that was changed is passed over
        KeyHistory altered =
                new KeyHistory(List.of(history.receipts().getFirst().replace("index 10", "index 9")));
        saysNothing(trusting(first), altered);
    }

    private static void saysNothing(Trust trust, KeyHistory history) {
        assertThat(trust.inTheLightOf(history).logs()).isEqualTo(trust.logs());
        assertThat(trust.inTheLightOf(history).limits()).isEqualTo(trust.limits());
    }

    private long append(String record) {
        long index = store.head().size();
        store.append(new UUID(7, index), 3, index, utf8(record), new byte[0]);
        return index;
    }

    private static String event(KeyEvent event) {
        return "{\"id\":\"x\",\"kind\":\"" + KeyEvent.KIND + "\",\"transitions\":[" + event.json() + "],\"v\":3}";
    }

    private String receipt(long index, long size, LogKey key, Instant at) {
        return Receipts.of(store, index, key.sign(new Head(size, store.root(size)), at))
                .text();
    }

    private String cosigned(String receipt, Instant at) {
        return signed(receipt, at, court, audit);
    }

    private static String signed(String receipt, Instant at, Cosigner... witnesses) {
        try {
            String cosigned = receipt;
            for (Cosigner witness : witnesses) {
                cosigned = witness.cosign(cosigned, at.getEpochSecond());
            }
            return cosigned;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Trust trusting(LogKey key) {
        return Trust.in(List.of(key.verifierKey()));
    }

    private Trust witnessed(LogKey key) {
        return Trust.in(List.of(key.verifierKey()), WitnessPolicy.of(2, List.of(court.key(), audit.key())));
    }

    private static Verdict verdict(String receipt, Trust trust) {
        return new ReceiptVerifier(trust).verify(utf8(receipt));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
