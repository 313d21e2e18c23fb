package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.Salt;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record commits to is shown or withheld, never changed, added or left out; and a later status is heeded. */
class ReceiptValuesTest {

    /** Computed apart from this code, with Python: HMAC-SHA-256 over "EST-1", 0, "id", 0, "650102". */
    private static final String COMMITMENT = "Rri6VQgYnpTTlylWSYZ9UdVWUOZwD0wBvJx0nCGTzJQ";

    @TempDir
    private Path folder;

    private ReceiptFixture log;
    private List<CommittedValue> values;
    private Receipt receipt;

    @BeforeEach
    void fileACase() {
        log = new ReceiptFixture(folder, 5);
        Salt salt = new Salt("0123456789abcdef".getBytes(StandardCharsets.UTF_8));
        values = List.of(
                new CommittedValue(
                        0,
                        "id",
                        Optional.of(new Opened(salt, COMMITMENT, Optional.of(new Personal("EST-1", salt, "650102"))))),
                new CommittedValue(2, "capital", Optional.of(new Opened(salt, "string:1000000.00", Optional.empty()))),
                new CommittedValue(2, "name", Optional.of(new Opened(salt, "string:云杉 \"<b>\"\n", Optional.empty()))),
                new CommittedValue(
                        2, "scope", Optional.of(new Opened(salt, "string:[\"software\"]", Optional.empty()))));
        receipt = append(record("OPEN", commitments(values)), values);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static String commitments(List<CommittedValue> values) {
        return "{" + set(values.subList(0, 1)) + ",\"type\":\"entered\"},{\"element\":\"start\",\"type\":\"passed\"},{"
                + set(values.subList(1, 4)) + ",\"type\":\"variable\"},";
    }

    private static String set(List<CommittedValue> values) {
        return values.stream()
                .map(value -> "\"" + value.name() + "\":\""
                        + hash(value.name(), value.opened().orElseThrow()) + "\"")
                .collect(Collectors.joining(",", "\"set\":{", "}"));
    }

    private static String hash(String name, Opened opened) {
        MessageDigest digest = Rfc6962.sha256();
        digest.update(opened.salt().bytes());
        digest.update((name + "\0" + opened.value()).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    private static String record(String status, String before) {
        return "{\"case\":\"c1\",\"time\":\"2026-11-24T01:00:00Z\",\"transitions\":[" + before
                + "{\"facts\":{\"status\":\"" + status + "\"},\"type\":\"status\"}],\"v\":2}";
    }

    private Receipt append(String record, List<CommittedValue> shown) {
        LogStore store = log.store;
        long index = store.head().size();
        store.append(new java.util.UUID(8, index), 3, index, record.getBytes(StandardCharsets.UTF_8), new byte[] {1});
        return Receipts.of(store, index, log.checkpoint(store.head().size())).with(shown);
    }

    private Verdict verify(String text) {
        return log.verifier().verify(text.getBytes(StandardCharsets.UTF_8));
    }

    private Verdict with(UnaryOperator<List<CommittedValue>> change) {
        return verify(receipt.with(change.apply(new ArrayList<>(values))).text());
    }

    @Test
    void allShownSomeWithheldOrNoneToldOfIsValid() {
        assertThat(verify(receipt.text()))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class, valid -> assertThat(valid.values()).hasSize(4));
        for (int hidden = 0; hidden < values.size(); hidden++) {
            int at = hidden;
            assertThat(with(list -> {
                        list.set(at, list.get(at).withheld());
                        return list;
                    }))
                    .isInstanceOf(Verdict.Valid.class);
        }
        assertThat(with(list -> List.of())).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void whatWasChangedIsNamed() {
        String text = receipt.text();
        assertThat(verify(text.replace("string:1000000.00", "string:9000000.00")))
                .isEqualTo(new Verdict.Altered(Verdict.Part.FIELD, "capital"));
        assertThat(verify(text.replace("650102", "650103"))).isEqualTo(new Verdict.Altered(Verdict.Part.FIELD, "id"));
        assertThat(with(list -> {
                    list.remove(2);
                    return list;
                }))
                .isEqualTo(new Verdict.Altered(Verdict.Part.FIELD_MISSING, "name"));
        assertThat(with(list -> list.subList(0, 1)))
                .isEqualTo(new Verdict.Altered(Verdict.Part.FIELD_MISSING, "capital"));
        assertThat(with(list -> {
                    list.add(list.get(3));
                    return list;
                }))
                .isEqualTo(new Verdict.Altered(Verdict.Part.FIELD_ADDED, "scope"));
        CommittedValue other = new CommittedValue(
                2, "capital", Optional.of(new Opened(new Salt(new byte[16]), "string:1000000.00", Optional.empty())));
        assertThat(with(list -> {
                    list.set(1, other);
                    return list;
                }))
                .as("another salt")
                .isEqualTo(new Verdict.Altered(Verdict.Part.FIELD, "capital"));
    }

    @Test
    void aRecordThatCommitsToNothingShowsNothing() {
        Receipt bare = Receipts.of(log.store, 1, log.checkpoint(6));
        assertThat(verify(bare.with(values.subList(0, 1)).text()))
                .isEqualTo(new Verdict.Altered(Verdict.Part.FIELD_ADDED, "id"));
    }

    @Test
    void anyChangedByteOfAValueIsRefused() {
        byte[] bytes = receipt.text().getBytes(StandardCharsets.UTF_8);
        int end = receipt.text().indexOf("c2sp.org");
        int tried = 0;
        for (int at = receipt.text().indexOf("{\"name\":\"id"); at < end; at++) {
            for (int bit = 0; bit < 8; bit++, tried++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(log.verifier().verify(changed))
                        .as("byte " + at + " bit " + bit)
                        .isNotInstanceOf(Verdict.Valid.class);
            }
        }
        assertThat(tried).isGreaterThan(3_000);
    }

    @Test
    void theTerminalTellsThemInWords() throws IOException {
        Files.writeString(folder.resolve("r.receipt"), receipt.text());
        String key = log.key.verifierKey().text();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        VerifyCommand command = new VerifyCommand(Locale.ENGLISH, print, print);
        assertThat(command.run(folder, List.of("r.receipt", "--key", key))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("  id: 650102\n  capital: 1,000,000.00\n  name: 云杉 \"<b>\" \n  scope: software\n")
                .doesNotContain("string:");
        assertThat(command.run(folder, List.of("r.receipt", "--key", key, "--zone", "Moon")))
                .isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("This is no time zone: Moon\n");
    }

    @Test
    void oneValueHasOneForm() {
        for (String[] forms : new String[][] {
            {"{\"name\":\"id", "{ \"name\":\"id"},
            {"\\\"<b>", "\\u0022<b>"},
            {"\"transition\":2", "\"transition\":2.0"},
            {"云", "\\u4e91"}
        }) {
            assertThat(receipt.text()).contains(forms[0]);
            assertThat(verify(receipt.text().replace(forms[0], forms[1])))
                    .as(forms[1])
                    .isInstanceOf(Verdict.Malformed.class);
        }
    }

    @Test
    void aCaseOrATextWithTheSeparatorInItIsRefused() {
        assertThat(receipt.text()).contains("\"case\":\"EST-1\"", "\"text\":\"650102\"");
        for (String[] forms : new String[][] {
            {"\"case\":\"EST-1\"", "\"case\":\"EST-1\\u0000x\""}, {"\"text\":\"650102\"", "\"text\":\"\\u0000650102\""}
        }) {
            assertThat(verify(receipt.text().replace(forms[0], forms[1])))
                    .as(forms[1])
                    .isInstanceOf(Verdict.Malformed.class);
        }
    }

    @Test
    void aBadLineOfAnyKnownKeySpoilsTheNoteEvenBesideAGoodOne() {
        LogKey other = LogKey.open(folder.resolve("other.p12"), "other.example/log");
        String note = other.sign(log.store.head(), java.time.Instant.parse("2026-11-24T01:02:03Z"))
                .note();
        byte[] both = (receipt.text() + note.substring(note.indexOf("\n\n") + 2)).getBytes(StandardCharsets.UTF_8);
        assertThat(log.verifier().verify(both)).as("a stranger's line").isInstanceOf(Verdict.Valid.class);
        for (List<VerifierKey> known : List.of(
                List.of(log.key.verifierKey(), other.verifierKey()),
                List.of(other.verifierKey(), log.key.verifierKey()))) {
            assertThat(new ReceiptVerifier(known).verify(both)).isEqualTo(new Verdict.Altered(Verdict.Part.CHECKPOINT));
        }
    }

    @Test
    void aLaterStatusOfTheSameCaseRevokesAnEarlierOneDoesNot() {
        Receipt later = append(record("GRANTED", ""), List.of());
        Verdict.Valid first = (Verdict.Valid) verify(receipt.text());
        Verdict.Valid second = (Verdict.Valid) verify(later.text());
        byte[] bytes = receipt.text().getBytes(StandardCharsets.UTF_8);
        assertThat(log.verifier().verify(bytes, List.of(second)))
                .isEqualTo(new Verdict.Revoked(first, "GRANTED", java.time.Instant.parse("2026-11-24T01:00:00Z"), 6));
        assertThat(log.verifier().verify(later.text().getBytes(StandardCharsets.UTF_8), List.of(first)))
                .isEqualTo(second);
        Receipt same = append(record("OPEN", ""), List.of());
        assertThat(log.verifier().verify(bytes, List.of((Verdict.Valid) verify(same.text()), second)))
                .as("the newest counts")
                .isEqualTo(first);
        Receipt foreign = append(record("REFUSED", "").replace("c1", "c2"), List.of());
        assertThat(log.verifier().verify(bytes, List.of((Verdict.Valid) verify(foreign.text()))))
                .isEqualTo(first);
    }

    @Test
    void aRecordOfSeveralCasesRevokesWhatItStatesOfEach() {
        byte[] bytes = receipt.text().getBytes(StandardCharsets.UTF_8);
        Verdict.Valid first = (Verdict.Valid) verify(receipt.text());
        Receipt both = append(several("c1", "REFUSED", "c2", "GRANTED"), List.of());
        assertThat(log.verifier().verify(bytes, List.of((Verdict.Valid) verify(both.text()))))
                .as("the case's own transition counts, not the last of the record")
                .isEqualTo(new Verdict.Revoked(first, "REFUSED", java.time.Instant.parse("2026-11-24T01:00:00Z"), 6));
        Receipt others = append(several("c3", "REFUSED", "c2", "REFUSED"), List.of());
        Verdict.Valid foreign = (Verdict.Valid) verify(others.text());
        assertThat(log.verifier().verify(bytes, List.of(foreign))).isEqualTo(first);
        assertThat(log.verifier().verify(both.text().getBytes(StandardCharsets.UTF_8), List.of(foreign)))
                .as("one of its cases has another status by now")
                .isInstanceOfSatisfying(
                        Verdict.Revoked.class,
                        revoked -> assertThat(revoked.by()).isEqualTo(7));
    }

    private static String several(String one, String status, String other, String its) {
        return "{\"kind\":\"business\",\"time\":\"2026-11-24T01:00:00Z\",\"transitions\":[" + status(one, status) + ","
                + status(other, its) + "],\"v\":2}";
    }

    private static String status(String subject, String status) {
        return "{\"case\":\"" + subject + "\",\"facts\":{\"status\":\"" + status + "\"},\"type\":\"status\"}";
    }
}
