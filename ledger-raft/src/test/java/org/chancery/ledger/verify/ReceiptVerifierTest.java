package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt is valid as it was written, and in no other form. */
class ReceiptVerifierTest {

    private static final int RECORDS = 300;

    @TempDir
    private Path folder;

    private ReceiptFixture log;

    @BeforeEach
    void makeLog() {
        log = new ReceiptFixture(folder, RECORDS);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void everyRecordsReceiptIsValid() {
        for (int index = 0; index < RECORDS; index++) {
            assertThat(log.verifier().verify(log.receipt(index)))
                    .isEqualTo(new Verdict.Valid(
                            ReceiptFixture.SIGNED,
                            ReceiptFixture.ORIGIN,
                            index,
                            RECORDS,
                            ReceiptFixture.record(index),
                            List.of(),
                            new Verdict.Witnesses(Map.of(), List.of())));
        }
    }

    @Test
    void theOnlyRecordOfALogHasAReceiptToo() {
        byte[] receipt = log.receipt(0, log.checkpoint(1));
        assertThat(log.verifier().verify(receipt)).isInstanceOf(Verdict.Valid.class);
        assertEveryChangeRefused(receipt);
    }

    @Test
    void anyChangedByteIsRefused() {
        assertEveryChangeRefused(log.receipt(255));
        assertEveryChangeRefused(log.receipt(299));
    }

    private void assertEveryChangeRefused(byte[] receipt) {
        int tried = 0;
        for (int at = 0; at < receipt.length; at++) {
            for (byte value : otherValues(receipt[at])) {
                byte[] changed = receipt.clone();
                changed[at] = value;
                assertRefused(changed, "byte " + at + " set to " + value);
                tried++;
            }
        }
        System.out.println(
                "ReceiptVerifierTest: " + tried + " changes of one byte in " + receipt.length + " bytes, all refused");
    }

    /** Every flip of one bit, and characters that are close in some way: digits, case, separators, base64 ends. */
    private static Set<Byte> otherValues(byte original) {
        Set<Byte> values = new TreeSet<>();
        for (int bit = 0; bit < 8; bit++) {
            values.add((byte) (original ^ 1 << bit));
        }
        for (char c : "\0\t\n\r 019+-/=AZaz_{}\u00ff".toCharArray()) {
            values.add((byte) c);
        }
        values.add((byte) (original + 1));
        values.add((byte) (original - 1));
        values.remove(original);
        return values;
    }

    @Test
    void droppedRepeatedAndInsertedBytesAreRefused() {
        byte[] receipt = log.receipt(17);
        for (int at = 0; at <= receipt.length; at++) {
            if (at < receipt.length) {
                assertRefused(splice(receipt, at, at + 1), "dropped byte " + at);
                assertRefused(Arrays.copyOf(receipt, at), "cut at " + at);
            }
            for (byte inserted : new byte[] {0, '\n', ' ', '0', 'A', '=', '\r', (byte) 0xff}) {
                assertRefused(splice(receipt, at, at, inserted), "inserted " + inserted + " at " + at);
            }
        }
        assertRefused(splice(receipt, 0, 0, (byte) 0xef, (byte) 0xbb, (byte) 0xbf), "byte order mark");
        assertRefused(new byte[0], "empty");
        assertRefused(new byte[ReceiptText.MAX_BYTES + 1], "too long");
    }

    @Test
    void linesDroppedDoubledAndSwappedAreRefused() {
        String receipt = text(log.receipt(17));
        List<String> lines = List.of(receipt.split("(?<=\n)"));
        for (int a = 0; a < lines.size(); a++) {
            assertRefused(bytes(receipt.replace(lines.get(a), lines.get(a) + lines.get(a))), "doubled line " + a);
            for (int b = a + 1; b < lines.size(); b++) {
                String[] swapped = lines.toArray(String[]::new);
                swapped[a] = lines.get(b);
                swapped[b] = lines.get(a);
                String changed = String.join("", swapped);
                if (!changed.equals(receipt)) {
                    assertRefused(bytes(changed), "swapped lines " + a + " and " + b);
                }
            }
        }
    }

    @Test
    void partsOfTwoReceiptsDoNotMix() {
        String one = text(log.receipt(17));
        String other = text(log.receipt(18));
        int proof = one.indexOf(ReceiptText.PROOF_LINE);
        int otherProof = other.indexOf(ReceiptText.PROOF_LINE);
        assertThat(log.verifier().verify(bytes(one.substring(0, proof) + other.substring(otherProof))))
                .isEqualTo(new Verdict.Altered(Verdict.Part.RECORD_OR_PROOF));
        String older = text(log.receipt(17, log.checkpoint(200)));
        int checkpoint = one.indexOf(ReceiptFixture.ORIGIN);
        int olderCheckpoint = older.indexOf(ReceiptFixture.ORIGIN);
        assertThat(log.verifier().verify(bytes(one.substring(0, checkpoint) + older.substring(olderCheckpoint))))
                .isEqualTo(new Verdict.Altered(Verdict.Part.RECORD_OR_PROOF));
        assertThat(log.verifier().verify(bytes(older))).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aForeignKeyIsNamedAndAForgedOneIsSeen() throws MalformedTextException {
        LogKey foreign = LogKey.open(folder.resolve("foreign.p12"), ReceiptFixture.ORIGIN);
        Head head = log.store.head();
        byte[] receipt = log.receipt(17, foreign.sign(head, ReceiptFixture.SIGNED));
        assertThat(log.verifier().verify(receipt)).isEqualTo(new Verdict.UnknownSigner(ReceiptFixture.ORIGIN));
        CheckpointNote note =
                CheckpointNote.parse(foreign.sign(head, ReceiptFixture.SIGNED).note());
        SignedNote.Signature signature = note.note().signatures().getFirst();
        SignedNote.Signature claimed =
                new SignedNote.Signature(signature.name(), log.key.verifierKey().keyId(), signature.bytes());
        String forged = text(receipt).replace(signature.line(), claimed.line());
        assertThat(log.verifier().verify(bytes(forged))).isEqualTo(new Verdict.Altered(Verdict.Part.CHECKPOINT));
        assertThat(new ReceiptVerifier(List.of()).verify(log.receipt(17)))
                .isEqualTo(new Verdict.UnknownSigner(ReceiptFixture.ORIGIN));
        assertThat(new ReceiptVerifier(List.of(foreign.verifierKey(), log.key.verifierKey())).verify(receipt))
                .isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aKeyOfOurNameForAnotherOriginIsRefused() throws MalformedTextException {
        String text = CheckpointNote.text("chancery.example/side", log.store.head(), ReceiptFixture.SIGNED);
        // The log's key never signs another origin; here a checkpoint's lines are made to say so.
        String note = log.checkpoint(RECORDS).note();
        String signature = note.substring(note.indexOf("— "));
        CheckpointNote other = CheckpointNote.parse(text + "\n" + signature);
        assertThat(other.signedBy(log.key.verifierKey())).isFalse();
    }

    @Test
    void linesOfUnknownKeysAreNamedButSayNothing() {
        LogKey other = LogKey.open(folder.resolve("other.p12"), "other.example");
        String line = other.sign(log.store.head(), ReceiptFixture.SIGNED).note();
        line = line.substring(line.indexOf("— "));
        String receipt = text(log.receipt(17));
        assertThat(log.verifier().verify(bytes(receipt + line)))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid -> assertThat(valid.witnesses().unchecked()).containsExactly("other.example"));
        String own = receipt.substring(receipt.indexOf("— "));
        assertThat(log.verifier().verify(bytes(receipt + own)))
                .as("the log signs once")
                .isInstanceOfSatisfying(
                        Verdict.Malformed.class, m -> assertThat(m.why()).isEqualTo(Flaw.BAD_SIGNATURE_LINE));
    }

    @Test
    void thePolicysWitnessesMustHaveCosigned() throws Exception {
        Cosigner court = new Cosigner("court.example");
        Cosigner office = new Cosigner("office.example");
        String bare = text(log.receipt(17));
        String one = court.cosign(bare, 1_700_000_000);
        String both = office.cosign(one, 1_700_000_001);
        WitnessPolicy policy = WitnessPolicy.of(2, List.of(court.key(), office.key()));
        ReceiptVerifier verifier = new ReceiptVerifier(List.of(log.key.verifierKey()), policy);
        assertThat(verifier.verify(bytes(bare)))
                .isEqualTo(new Verdict.NotWitnessed(List.of("court.example", "office.example")));
        assertThat(verifier.verify(bytes(one))).isEqualTo(new Verdict.NotWitnessed(List.of("office.example")));
        assertThat(verifier.verify(bytes(both)))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class,
                        valid -> assertThat(valid.witnesses().signed())
                                .containsOnlyKeys("court.example", "office.example"));
        String later =
                both.replace(court.line(bare, 1_700_000_000), court.claiming(bare, 1_800_000_000, 1_700_000_000));
        assertThat(later).isNotEqualTo(both);
        assertThat(verifier.verify(bytes(later)))
                .isEqualTo(new Verdict.Altered(Verdict.Part.COSIGNATURE, "court.example"));
        int lines = both.indexOf("— court");
        byte[] bytes = bytes(both);
        for (int at = bytes(both.substring(0, lines)).length; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = bytes.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(verifier.verify(changed)).isNotInstanceOf(Verdict.Valid.class);
            }
        }
    }

    private void assertRefused(byte[] receipt, String how) {
        assertThat(log.verifier().verify(receipt)).as(how).isNotInstanceOf(Verdict.Valid.class);
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte... inserted) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.writeBytes(inserted);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
