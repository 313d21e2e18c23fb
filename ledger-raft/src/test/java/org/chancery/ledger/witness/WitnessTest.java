package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.CheckpointText;
import org.chancery.ledger.verify.MalformedTextException;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.WitnessKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP tlog-witness, "add-checkpoint": rule by rule. */
class WitnessTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:00:00.789Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final int LARGEST = 300;

    @TempDir
    private Path temp;

    private SampleLog log;
    private Witness witness;

    @BeforeEach
    void openWitness() {
        log = SampleLog.in(temp, LARGEST);
        witness = open();
    }

    @AfterEach
    void close() {
        witness.close();
    }

    private Witness open() {
        return Witness.open(temp.resolve("witness"), "court.example/witness", List.of(log.verifierKey()), CLOCK);
    }

    // 200

    @Test
    void whatExtendsTheLastCheckpointIsCosignedWithTheTime() throws MalformedTextException {
        for (int[] step : new int[][] {{0, 0}, {0, 1}, {1, 1}, {1, 7}, {7, 64}, {64, 255}, {255, 256}, {256, 300}}) {
            Answer answer = witness.add(log.request(step[0], step[1]));
            SignedNote checkpoint = log.checkpoint(step[1]);
            SignedNote cosigned = new SignedNote(checkpoint.text(), List.of(line(answer)));
            assertThat(witness.key().on(cosigned))
                    .isEqualTo(new WitnessKey.Finding.Cosigned(Instant.parse("2026-11-24T02:00:00Z")));
        }
    }

    @Test
    void theNewestCheckpointIsServedWithTheLogsLineAndItsOwn() throws MalformedTextException {
        assertThat(witness.newest(SampleLog.ORIGIN)).isEmpty();
        SignedNote.Signature line = line(witness.add(log.request(0, 5)));
        SignedNote newest = witness.newest(SampleLog.ORIGIN).orElseThrow();
        assertThat(newest.text()).isEqualTo(log.checkpoint(5).text());
        assertThat(newest.signatures())
                .extracting(SignedNote.Signature::line)
                .last()
                .isEqualTo(line.line());
        assertThat(CheckpointNote.parse(newest.render()).signedBy(log.verifierKey()))
                .isTrue();
    }

    @Test
    void linesOfStrangersAreIgnoredAndNotPassedOn() {
        SignedNote note = log.checkpoint(5);
        List<SignedNote.Signature> lines = new ArrayList<>(note.signatures());
        lines.add(new SignedNote.Signature("stranger.example", 7, new byte[64]));
        lines.add(new SignedNote.Signature(SampleLog.ORIGIN, 7, new byte[64]));
        assertThat(witness.add(SampleLog.request(0, List.of(), new SignedNote(note.text(), lines))))
                .isInstanceOf(Answer.Cosigned.class);
        assertThat(witness.newest(SampleLog.ORIGIN).orElseThrow().signatures()).hasSize(2);
    }

    @Test
    void aLogMayHaveSeveralKeysAndExtensionLines() throws Exception {
        LogKey second = LogKey.open(temp.resolve("second.p12"), SampleLog.ORIGIN);
        witness.close();
        witness = Witness.open(
                temp.resolve("witness"),
                "court.example/witness",
                List.of(log.verifierKey(), second.verifierKey()),
                CLOCK);
        SignedNote note = SignedNote.parse(second.sign(log.head(3), NOW).note());
        assertThat(note.text().lines()).hasSize(4);
        assertThat(witness.add(SampleLog.request(0, List.of(), note))).isInstanceOf(Answer.Cosigned.class);
    }

    // 404, 403

    @Test
    void aLogThatIsNotFollowedIsUnknown() throws Exception {
        LogKey other = LogKey.open(temp.resolve("other.p12"), "other.example/log");
        SignedNote note = SignedNote.parse(other.sign(log.head(3), NOW).note());
        assertRefused(Answer.Reason.UNKNOWN_LOG, SampleLog.request(0, List.of(), note));
    }

    @Test
    void withoutASignatureOfATrustedKeyNothingIsSigned() throws Exception {
        LogKey thief = LogKey.open(temp.resolve("thief.p12"), SampleLog.ORIGIN);
        SignedNote note = SignedNote.parse(thief.sign(log.head(3), NOW).note());
        assertRefused(Answer.Reason.NOT_SIGNED, SampleLog.request(0, List.of(), note));
    }

    @Test
    void aLineOfATrustedKeyThatDoesNotVerifySpoilsTheNoteEvenBesideAGoodOne() {
        SignedNote note = log.checkpoint(3);
        SignedNote.Signature good = note.signatures().getFirst();
        byte[] altered = good.bytes().clone();
        altered[3] ^= 1;
        SignedNote.Signature bad = new SignedNote.Signature(good.name(), good.keyId(), altered);
        for (List<SignedNote.Signature> lines : List.of(List.of(bad), List.of(good, bad), List.of(bad, good))) {
            assertRefused(Answer.Reason.FORGED, SampleLog.request(0, List.of(), new SignedNote(note.text(), lines)));
        }
    }

    // 400

    @Test
    void theOldSizeIsNotBeyondTheNewOne() {
        witness.add(log.request(0, 7));
        assertRefused(Answer.Reason.OLD_BEYOND_NEW, SampleLog.request(7, List.of(), log.checkpoint(5)));
        assertRefused(Answer.Reason.OLD_BEYOND_NEW, SampleLog.request(9, List.of(), log.checkpoint(8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\nNOTE",
                "old\n\nNOTE",
                "old \n\nNOTE",
                "old 00\n\nNOTE",
                "old 01\n\nNOTE",
                "old -1\n\nNOTE",
                "old +0\n\nNOTE",
                "old 0 \n\nNOTE",
                " old 0\n\nNOTE",
                "Old 0\n\nNOTE",
                "old  0\n\nNOTE",
                "old 99999999999999999999\n\nNOTE",
                "old 0\r\n\r\nNOTE",
                "old 0\nNOTE",
                "old 0\n\n\nNOTE",
                "old 0\nAAAA\n\nNOTE",
                "old 0\rCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nNOTE",
                "old 0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n\nNOTE",
                "old 0\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n\nNOTE",
                "old 0\n CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\nNOTE",
                "old 0\n\n",
                "old 0\n\nNOTE\n",
                "old 0\n\nno note"
            })
    void whatIsNoRequestIsRefused(String body) {
        String filled = body.replace("NOTE", log.checkpoint(3).render());
        assertRefused(Answer.Reason.MALFORMED, filled.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void bytesThatAreNoTextAndProofsOfMoreThan63LinesAreRefused() {
        byte[] latin = log.request(0, 3);
        latin[latin.length - 2] = (byte) 0xff;
        assertRefused(Answer.Reason.MALFORMED, latin);
        List<Hash> long63 = Collections.nCopies(63, new Hash(new byte[32]));
        List<Hash> long64 = Collections.nCopies(64, new Hash(new byte[32]));
        assertRefused(Answer.Reason.NOT_CONSISTENT, SampleLog.request(0, long63, log.checkpoint(3)));
        assertRefused(Answer.Reason.MALFORMED, SampleLog.request(0, long64, log.checkpoint(3)));
        assertRefused(Answer.Reason.MALFORMED, new byte[AddCheckpoint.MAX_BYTES + 1]);
    }

    @Test
    void aCheckpointThatIsNoneIsRefused() {
        for (String text : List.of(
                "a\n1\n",
                "a\n01\n" + root() + "\n",
                "a\n1\n" + root() + "=\n",
                "\n1\n" + root() + "\n",
                "a\n1\n" + root() + "\n\nextension\n")) {
            SignedNote note = new SignedNote(text, log.checkpoint(3).signatures());
            String body = "old 0\n\n" + note.render();
            assertRefused(Answer.Reason.MALFORMED, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String root() {
        return log.head(1).root().base64();
    }

    // 409

    @Test
    void whoStartsFromAnotherSizeIsToldTheRightOne() {
        assertThat(witness.add(log.request(1, 7))).isEqualTo(new Answer.Conflict(0));
        witness.add(log.request(0, 7));
        assertThat(witness.add(log.request(0, 9))).isEqualTo(new Answer.Conflict(7));
        assertThat(witness.add(log.request(3, 9))).isEqualTo(new Answer.Conflict(7));
        assertThat(witness.add(log.request(8, 9))).isEqualTo(new Answer.Conflict(7));
    }

    @Test
    void anOlderCheckpointIsNeverCosignedAgain() {
        witness.add(log.request(0, 7));
        assertThat(witness.add(log.request(0, 5))).isEqualTo(new Answer.Conflict(7));
        assertThat(witness.add(log.request(5, 5))).isEqualTo(new Answer.Conflict(7));
    }

    // 422

    @Test
    void anEmptyLogHasOneRootOnly() {
        SignedNote false0 = log.checkpoint(new Head(0, log.head(1).root()));
        assertRefused(Answer.Reason.FALSE_EMPTY_ROOT, SampleLog.request(0, List.of(), false0));
        witness.add(log.request(0, 0));
        assertRefused(Answer.Reason.FALSE_EMPTY_ROOT, SampleLog.request(0, List.of(), false0));
    }

    @Test
    void fromNothingThereIsNoProof() {
        assertRefused(Answer.Reason.NOT_CONSISTENT, SampleLog.request(0, log.proof(3, 7), log.checkpoint(7)));
        witness.add(log.request(0, 0));
        assertRefused(Answer.Reason.NOT_CONSISTENT, SampleLog.request(0, log.proof(3, 7), log.checkpoint(7)));
    }

    @Test
    void anyOtherProofThanTheRightOneIsRefused() {
        witness.add(log.request(0, 7));
        List<Hash> right = log.proof(7, 20);
        List<List<Hash>> wrong = new ArrayList<>(List.of(List.of(), log.proof(6, 20), log.proof(7, 19)));
        wrong.add(right.reversed());
        for (int i = 0; i < right.size(); i++) {
            List<Hash> shorter = new ArrayList<>(right);
            shorter.remove(i);
            wrong.add(shorter);
            List<Hash> altered = new ArrayList<>(right);
            altered.set(i, new Hash(new byte[32]));
            wrong.add(altered);
        }
        List<Hash> longer = new ArrayList<>(right);
        longer.add(right.getFirst());
        wrong.add(longer);
        for (List<Hash> proof : wrong) {
            assertRefused(Answer.Reason.NOT_CONSISTENT, SampleLog.request(7, proof, log.checkpoint(20)));
        }
        assertRefused(Answer.Reason.NOT_CONSISTENT, SampleLog.request(7, right, log.checkpoint(7)));
        assertThat(witness.add(SampleLog.request(7, right, log.checkpoint(20)))).isInstanceOf(Answer.Cosigned.class);
    }

    @Test
    void anotherHistoryIsNotConsistent() {
        witness.add(log.request(0, 7));
        SampleLog lie = log.lie();
        assertRefused(Answer.Reason.NOT_CONSISTENT, lie.request(7, 20));
        assertRefused(Answer.Reason.NOT_CONSISTENT, lie.request(7, 8));
    }

    // split view

    @Test
    void twoRootsOfOneSizeAreRefusedAndBothSignedCheckpointsKept() throws Exception {
        witness.add(log.request(0, 7));
        SignedNote lie = log.lie().checkpoint(7);
        assertRefused(Answer.Reason.SPLIT_VIEW, SampleLog.request(7, List.of(), lie));
        assertRefused(Answer.Reason.SPLIT_VIEW, SampleLog.request(7, List.of(), lie));
        List<Path> kept = witness.logs().iterator().next().splitViews();
        assertThat(kept).hasSize(1);
        SignedNote first = SignedNote.parse(Files.readString(kept.getFirst().resolve("cosigned")));
        SignedNote second = SignedNote.parse(Files.readString(kept.getFirst().resolve("other")));
        for (SignedNote note : List.of(first, second)) {
            assertThat(log.verifierKey().verifies(note, note.signatures().getFirst()))
                    .isTrue();
            assertThat(CheckpointText.of(note).head().size()).isEqualTo(7);
        }
        assertThat(CheckpointText.of(first).head().root())
                .isNotEqualTo(CheckpointText.of(second).head().root());
        assertThat(second.text()).isEqualTo(lie.text());
    }

    @Test
    void theProofOfALieIsKeptWhateverTheRequestSaysOfTheOldSize() {
        witness.add(log.request(0, 7));
        assertThat(witness.add(SampleLog.request(0, List.of(), log.lie().checkpoint(7))))
                .isEqualTo(new Answer.Conflict(7));
        assertThat(witness.logs().iterator().next().splitViews()).hasSize(1);
    }

    @Test
    void whatTheLogDidNotSignIsNoProofOfALie() throws Exception {
        witness.add(log.request(0, 7));
        LogKey thief = LogKey.open(temp.resolve("thief.p12"), SampleLog.ORIGIN);
        SignedNote note = SignedNote.parse(thief.sign(log.lie().head(7), NOW).note());
        assertRefused(Answer.Reason.NOT_SIGNED, SampleLog.request(7, List.of(), note));
        assertThat(witness.logs().iterator().next().splitViews()).isEmpty();
    }

    @Test
    void theTruthIsStillCosignedAfterALie() {
        witness.add(log.request(0, 7));
        witness.add(SampleLog.request(7, List.of(), log.lie().checkpoint(7)));
        assertThat(witness.add(log.request(7, 9))).isInstanceOf(Answer.Cosigned.class);
    }

    private void assertRefused(Answer.Reason reason, byte[] request) {
        var before = witness.newest(SampleLog.ORIGIN).map(SignedNote::render);
        assertThat(witness.add(request)).isEqualTo(new Answer.Refused(reason));
        assertThat(witness.newest(SampleLog.ORIGIN).map(SignedNote::render)).isEqualTo(before);
    }

    private static SignedNote.Signature line(Answer answer) {
        assertThat(answer).isInstanceOf(Answer.Cosigned.class);
        return ((Answer.Cosigned) answer).line();
    }
}
