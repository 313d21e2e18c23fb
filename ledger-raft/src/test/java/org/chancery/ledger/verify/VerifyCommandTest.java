package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.UUID;
import java.util.stream.Collectors;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    @TempDir
    private Path folder;

    private ReceiptFixture log;
    private Path receipt;

    @BeforeEach
    void makeReceipt() throws IOException {
        log = new ReceiptFixture(folder, 20);
        receipt = Files.write(folder.resolve("r.receipt"), log.receipt(7));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/log.vkey"),
                "# main log\n\n" + log.key.verifierKey().text() + "\n");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private record Said(int code, String out, String err) {}

    private Said run(Locale locale, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = new VerifyCommand(
                        locale,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(folder, List.of(arguments));
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theReceiptOfAnErasureReadsAsItsCertificate() throws IOException {
        String record = "{\"case\":\"c-1\",\"time\":\"2026-11-23T10:00:00Z\",\"transitions\":[{\"confirmedBy\":\"k-b\","
                + "\"erasure\":\"e-1\",\"ground\":\"COURT_ORDER\",\"keys\":[\"k-1\",\"k-2\"],\"pending\":[\"voter-3\"],"
                + "\"purged\":[\"voter-1\",\"voter-2\"],\"requestedBy\":\"k-a\",\"type\":\"erased\"}],\"v\":3}";
        log.store.append(new UUID(8, 1), 3, 20, record.getBytes(StandardCharsets.UTF_8), new byte[0]);
        Files.write(folder.resolve("e.receipt"), log.receipt(20));
        Said said = run(Locale.ENGLISH, "e.receipt");
        assertThat(said.code).isZero();
        assertThat(said.out)
                .startsWith("VALID")
                .contains(
                        "CERTIFICATE OF ERASURE: of the case c-1",
                        "2026-11-23T10:00:00Z",
                        "k-1, k-2",
                        "ordered by a court",
                        "Requested by k-a, confirmed by k-b",
                        "copies: voter-1, voter-2",
                        "slow: voter-3");
        assertThat(run(Locale.CHINA, "e.receipt").out).contains("删除证明", "法院或主管机关要求");
        assertThat(run(Locale.ENGLISH, "r.receipt").out).doesNotContain("ERASURE");

        byte[] forged = new String(Files.readAllBytes(folder.resolve("e.receipt")), StandardCharsets.UTF_8)
                .replace("\"k-2\"", "\"k-3\"")
                .getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve("f.receipt"), forged);
        said = run(Locale.ENGLISH, "f.receipt");
        assertThat(said.code).isEqualTo(1);
        assertThat(said.out).doesNotContain("ERASURE");
    }

    @Test
    void aValidReceiptSaysSoFirstAndShowsRecordAndProof() {
        Said said = run(Locale.ENGLISH, "r.receipt");
        assertThat(said.out)
                .startsWith("VALID as of 2026-11-24 01:02:03.456 UTC\n")
                .contains("as entry 7 (from 0) of 20")
                .contains("    \"note\": \"设立登记\",\n")
                .contains(log.key.verifierKey().text());
        assertThat(said.code).isZero();
        assertThat(run(Locale.SIMPLIFIED_CHINESE, "r.receipt").out).startsWith("有效：截至 2026-11-24");
        assertThat(run(Locale.FRENCH, "r.receipt").out).startsWith("VALID");
    }

    @Test
    void anAlteredReceiptAndAForeignSignerAreNotValid() throws IOException {
        byte[] altered = log.receipt(7);
        altered[30] ^= 1;
        Files.write(receipt, altered);
        Said said = run(Locale.ENGLISH, "r.receipt");
        assertThat(said.out).startsWith("ALTERED: ").doesNotContain("Record\n");
        assertThat(said.code).isOne();
        Files.write(receipt, log.receipt(7));
        String foreign = LogKey.open(folder.resolve("foreign.p12"), "other.example")
                .verifierKey()
                .text();
        said = run(Locale.ENGLISH, "r.receipt", "--key", foreign);
        assertThat(said.out).startsWith("UNKNOWN SIGNER chancery.example/main\n");
        assertThat(said.code).isOne();
        Files.writeString(receipt, "chancery receipt v1\n");
        said = run(Locale.ENGLISH, "r.receipt");
        assertThat(said.out).startsWith("NOT A RECEIPT: line 1: ");
        assertThat(said.code).isOne();
    }

    @Test
    void aLineOfAnotherAlgorithmCanBeDemanded() throws IOException {
        LogKey both =
                log.key.and(LogKey.further(folder.resolve("sm2.p12"), ReceiptFixture.ORIGIN, SignatureAlgorithm.SM2));
        Files.write(folder.resolve("both.receipt"), log.receipt(7, both.sign(log.store.head(), ReceiptFixture.SIGNED)));
        assertThat(run(Locale.ENGLISH, "both.receipt", "--require", "sm2").out).startsWith("NOT SIGNED AS DEMANDED");
        Files.writeString(
                folder.resolve("data/log.vkey"),
                both.verifierKeys().stream().map(key -> key.text() + "\n").collect(Collectors.joining()));
        Said said = run(Locale.ENGLISH, "both.receipt", "--require", "sm2");
        assertThat(said.out)
                .startsWith("VALID")
                .contains("signed by (SM2 with SM3): ")
                .contains("signed by (Ed25519): ");
        assertThat(said.code).isZero();
        said = run(Locale.ENGLISH, "r.receipt", "--require", "sm2");
        assertThat(said.out).startsWith("NOT SIGNED AS DEMANDED").contains("sm2");
        assertThat(said.code).isOne();
        said = run(Locale.ENGLISH, "r.receipt", "--require", "rot13");
        assertThat(said.err).contains("'rot13'");
        assertThat(said.code).isEqualTo(2);
    }

    @Test
    void aHistoryOfKeysEndsKeys() throws IOException {
        LogKey next = LogKey.open(folder.resolve("next.p12"), ReceiptFixture.ORIGIN);
        String record = "{\"kind\":\"log-key\",\"transitions\":["
                + new KeyEvent.Compromised(log.key.verifierKey(), ReceiptFixture.SIGNED).json() + "],\"v\":3}";
        log.store.append(new UUID(9, 9), 3, 20, record.getBytes(StandardCharsets.UTF_8), new byte[0]);
        byte[] told = log.receipt(20, next.sign(log.store.head(), ReceiptFixture.SIGNED));
        Files.writeString(
                folder.resolve("log.keys"), new KeyHistory(List.of(new String(told, StandardCharsets.UTF_8))).text());
        Files.writeString(folder.resolve("data/log.vkey"), next.verifierKey().text() + "\n");
        Said said = run(Locale.ENGLISH, "r.receipt", "--keys", "log.keys");
        assertThat(said.out)
                .startsWith("SIGNED WITH A STOLEN KEY")
                .contains("2026-11-24 01:02:03.456 UTC")
                .contains(log.key.verifierKey().text());
        assertThat(said.code).isOne();
        assertThat(run(Locale.SIMPLIFIED_CHINESE, "r.receipt", "--keys", "log.keys").out)
                .startsWith("用被盗的密钥签名");
        assertThat(run(Locale.ENGLISH, "r.receipt").out).startsWith("UNKNOWN SIGNER");
        said = run(Locale.ENGLISH, "r.receipt", "--keys", "r.receipt");
        assertThat(said.err).contains("r.receipt").contains("line 1");
        assertThat(said.code).isEqualTo(2);
    }

    @Test
    void itSaysWhoOrderedAChangeOfKeysAndRefusesWhatNobodyDid() throws IOException {
        LogKey next = LogKey.open(folder.resolve("next.p12"), ReceiptFixture.ORIGIN);
        SigningKey clerk = SigningKey.open(folder.resolve("clerk.p12"), "officer", "clerk.example");
        List<KeyEvent> added = List.of(new KeyEvent.Added(next.verifierKey(), log.key.verifierKey()));
        String record = KeyOrders.record(added, KeyOrders.lines(ReceiptFixture.ORIGIN, added, clerk));
        log.store.append(new UUID(9, 9), 3, 20, record.getBytes(StandardCharsets.UTF_8), new byte[0]);
        String told = new String(log.receipt(20), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("log.keys"), new KeyHistory(List.of(told)).text());
        Files.write(folder.resolve("n.receipt"), log.receipt(3, next.sign(log.store.head(), ReceiptFixture.SIGNED)));
        Files.writeString(folder.resolve("officers.vkey"), KeyOrders.key(clerk).text() + "\n");
        Said said = run(Locale.ENGLISH, "n.receipt", "--keys", "log.keys", "--officers", "officers.vkey");
        assertThat(said.code).as(said.out).isZero();
        assertThat(said.out)
                .contains("Entry 20: from then on it signs with "
                        + next.verifierKey().text())
                .contains("Ordered by clerk.example: these are officers you trust");
        said = run(Locale.ENGLISH, "n.receipt", "--keys", "log.keys");
        assertThat(said.code).isZero();
        assertThat(said.out).contains("Ordered by clerk.example, as it says").contains("--officers");

        Files.writeString(folder.resolve("officers.vkey"), log.key.verifierKey().text() + "\n");
        said = run(Locale.ENGLISH, "n.receipt", "--keys", "log.keys", "--officers", "officers.vkey");
        assertThat(said.code).isOne();
        assertThat(said.out)
                .startsWith("A KEY CHANGE THAT WAS NOT ORDERED: entry 20 (from 0)")
                .contains("NOT ORDERED: it takes 1 officers, and none did");
        said = run(Locale.SIMPLIFIED_CHINESE, "n.receipt", "--keys", "log.keys", "--officers", "officers.vkey");
        assertThat(said.out).startsWith("密钥变更未经授权：日志第 20 条记录（从 0 起）");
        said = run(Locale.ENGLISH, "n.receipt", "--keys", "log.keys", "--officers", "n.receipt");
        assertThat(said.err).contains("n.receipt").contains("line 1");
        assertThat(said.code).isEqualTo(2);
    }

    @Test
    void keysCanBeGivenDirectlyAndInAFile() throws IOException {
        Path keys = Files.move(folder.resolve("data/log.vkey"), folder.resolve("k"));
        assertThat(run(Locale.ENGLISH, "--key-file", keys.toString(), receipt.toString()).code)
                .isZero();
        assertThat(run(
                                Locale.ENGLISH,
                                "r.receipt",
                                "--key",
                                log.key.verifierKey().text())
                        .code)
                .isZero();
    }

    @Test
    void whatCannotBeCheckedSaysWhy() throws IOException {
        assertThat(run(Locale.ENGLISH)).satisfies(said -> assertThat(said.code).isEqualTo(2));
        assertThat(run(Locale.ENGLISH, "--wrong", "r.receipt").err)
                .contains("'--wrong'")
                .contains("Usage");
        assertThat(run(Locale.ENGLISH, "missing.receipt").err).contains("missing.receipt cannot be read");
        assertThat(run(Locale.ENGLISH, "r.receipt", "--key", "nonsense").err).contains("nonsense");
        Files.delete(folder.resolve("data/log.vkey"));
        Said said = run(Locale.ENGLISH, "r.receipt");
        assertThat(said.err).contains("no trusted key in").contains("log.vkey").contains("--key");
        assertThat(said.code).isEqualTo(2);
    }

    @Test
    void namesAndRecordsCannotSteerATerminal() {
        assertThat(Words.harmless("a\u001b[2Jb\u202ec\u0007")).isEqualTo("a\\u001b[2Jb\\u202ec\\u0007");
    }

    @Test
    void everySentenceIsThereInBothLanguages() {
        ResourceBundle english = ResourceBundle.getBundle(
                "org.chancery.ledger.verify.words",
                Locale.ROOT,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        ResourceBundle chinese = ResourceBundle.getBundle("org.chancery.ledger.verify.words", Locale.CHINESE);
        assertThat(chinese.keySet()).isEqualTo(english.keySet());
        assertThat(Arrays.stream(Flaw.values()).map(flaw -> "flaw." + flaw)).allMatch(english::containsKey);
        assertThat(Arrays.stream(Verdict.Part.values()).map(part -> "altered." + part))
                .allMatch(english::containsKey);
        for (String key : english.keySet()) {
            assertThat(chinese.getString(key)).as(key).isNotEqualTo(english.getString(key));
        }
    }
}
