package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.Sealing.Verdict;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of cases: what seals a case, and what a stranger is told offline. */
class CaseCertificateTest {

    private static final String ORIGIN = "log.example/main";
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private static final String RECORDING = "{\"code\":\"deviation-recorded\",\"details\":{\"mark\":\"\","
            + "\"of\":\"7\",\"what\":\"skipped\"},\"element\":\"Task\",\"leaf\":9,\"reason\":\"It is recorded.\",\"step\":0}";

    @TempDir
    private Path folder;

    private SigningKey court;
    private SigningKey audit;
    private SealPolicy policy;

    @BeforeEach
    void keys() {
        court = SigningKey.open(folder.resolve("court.p12"), "lawfulness", "court.example/lawfulness");
        audit = SigningKey.open(folder.resolve("audit.p12"), "lawfulness", "audit.example/lawfulness");
        policy = new SealPolicy(ORIGIN, Map.of("court", key(court), "audit", key(audit)), 2);
    }

    private static VerifierKey key(SigningKey key) {
        return new VerifierKey(key.name(), key.publicKey());
    }

    private static String json(String verdict, long size, long last) {
        String finding = "{\"code\":\"skipped\",\"details\":{},\"element\":\"Task\",\"leaf\":7,"
                + "\"reason\":\"Task was begun too early.\",\"step\":0}";
        String deviations = verdict.equals("followed") ? "" : finding;
        return json(verdict, size, last, deviations, verdict.equals("recorded") ? RECORDING : "");
    }

    private static String json(String verdict, long size, long last, String deviations, String recorded) {
        return "{\"case\":\"Jx0Q\",\"deviations\":[" + deviations
                + "],\"ended\":\"2026-11-23T08:00:00Z\",\"first\":5,\"last\":"
                + last + ",\"model\":\"hash\",\"notJudged\":[],\"origin\":\"" + ORIGIN
                + "\",\"process\":\"est\",\"recorded\":[" + recorded + "],\"root\":\"" + ROOT + "\",\"size\":" + size
                + ",\"steps\":21,\"type\":\"case-certificate\",\"v\":1,\"verdict\":\"" + verdict + "\",\"version\":3}";
    }

    private static CaseCertificateNote sign(SigningKey key, Instant at, String json) throws Exception {
        String text = CaseCertificateNote.text(at, json);
        byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
        SignedNote note =
                new SignedNote(text, List.of(new SignedNote.Signature(key.name(), key(key).keyId(), signature)));
        return CaseCertificateNote.parse(note.render());
    }

    private Sealing on(long last, CaseCertificateNote... notes) {
        return policy.on("Jx0Q", last, List.of(notes));
    }

    @Test
    void aCaseIsSealedSinceTheLastOneNeededSigned() throws Exception {
        CaseCertificateNote first = sign(court, NOON, json("followed", 10, 9));
        CaseCertificateNote second = sign(audit, NOON.plusSeconds(5), json("recorded", 11, 9));
        Sealing waiting = on(9, first);
        assertThat(waiting.isSealed()).isFalse();
        assertThat(waiting.missing()).containsExactly("audit");
        Sealing sealed = on(9, first, second);
        assertThat(sealed.since()).contains(NOON.plusSeconds(5));
        assertThat(sealed.signatures())
                .extracting(Sealing.Signature::verdict)
                .containsExactlyInAnyOrder(Verdict.FOLLOWED, Verdict.RECORDED);
    }

    @Test
    void nothingElseSealsIt() throws Exception {
        CaseCertificateNote first = sign(court, NOON, json("followed", 10, 9));
        assertThat(on(9, first, sign(audit, NOON, json("deviated", 10, 9))).isSealed())
                .isFalse();
        assertThat(on(9, first, sign(audit, NOON, json("not-judged", 10, 9))).isSealed())
                .isFalse();
        assertThat(on(9, first, first).isSealed()).as("one witness twice").isFalse();
        assertThat(on(10, first, sign(audit, NOON, json("followed", 10, 9))).isSealed())
                .as("an entry after what was judged")
                .isFalse();
        SigningKey stranger = SigningKey.open(folder.resolve("stranger.p12"), "lawfulness", audit.name());
        assertThat(on(9, first, sign(stranger, NOON, json("followed", 10, 9))).isSealed())
                .isFalse();
        assertThat(policy.on("other", 9, List.of(first)).signatures()).isEmpty();
        String elsewhere = json("followed", 10, 9).replace(ORIGIN, "log.example/other");
        assertThat(on(9, first, sign(audit, NOON, elsewhere)).isSealed()).isFalse();
        // who signed before and finds a deviation now does not count any more
        assertThat(on(
                                9,
                                first,
                                sign(audit, NOON, json("followed", 10, 9)),
                                sign(audit, NOON.plusSeconds(1), json("deviated", 11, 9)))
                        .isSealed())
                .isFalse();
    }

    @Test
    void aWitnessThatHasChangedItsKeyCountsOnce() throws Exception {
        SigningKey before = SigningKey.open(folder.resolve("before.p12"), "lawfulness", court.name());
        Map<String, VerifierKey> judges = Map.of("court", key(court), "court-before", key(before), "audit", key(audit));
        SealPolicy two = new SealPolicy(ORIGIN, judges, 2);
        CaseCertificateNote old = sign(before, NOON, json("followed", 10, 9));
        CaseCertificateNote renewed = sign(court, NOON.plusSeconds(1), json("followed", 10, 9));
        CaseCertificateNote other = sign(audit, NOON.plusSeconds(2), json("followed", 10, 9));
        assertThat(two.on("Jx0Q", 9, List.of(old, renewed)).isSealed()).isFalse();
        assertThat(two.on("Jx0Q", 9, List.of(old, renewed, other)).since()).contains(NOON.plusSeconds(2));
        Sealing byOldKey = two.on("Jx0Q", 9, List.of(old, other));
        assertThat(byOldKey.isSealed()).isTrue();
        assertThat(byOldKey.missing()).isEmpty();
        CaseCertificateNote doubts = sign(court, NOON.plusSeconds(3), json("not-judged", 10, 9));
        assertThat(two.on("Jx0Q", 9, List.of(old, other, doubts)).isSealed()).isFalse();
        assertThat(two.on("Jx0Q", 9, List.of(old, other), List.of(renewed)).isSealed())
                .as("its newer answer does not count")
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new SealPolicy(ORIGIN, judges, 3));
        String three = two.text().replace("needed 2", "needed 3");
        assertThatThrownBy(() -> SealPolicy.parse(three)).hasMessageContaining(Flaw.NO_POLICY_QUORUM.name());
    }

    @Test
    void whatContradictsItselfOrEndsTooEarlySealsNothing() throws Exception {
        SealPolicy one = new SealPolicy(policy.origin(), policy.judges(), 1);
        String finding =
                "{\"code\":\"skipped\",\"details\":{},\"element\":\"Task\",\"leaf\":7,\"reason\":\"no\",\"step\":0}";
        String genuine = json("recorded", 10, 9, finding, RECORDING);
        String marked = RECORDING.replace("\"mark\":\"\"", "\"mark\":\"r5cFdqWsd75RngSVdcqytd3jJy_Qc47x2TKYeuUatx0\"");
        for (String sealing : List.of(genuine, json("recorded", 10, 9, finding, marked))) {
            assertThat(one.on("Jx0Q", 9, List.of(sign(court, NOON, sealing))).isSealed())
                    .isTrue();
        }
        for (String broken : List.of(
                json("followed", 10, 9, finding, ""),
                json("followed", 10, 9).replace("\"notJudged\":[]", "\"notJudged\":[" + finding + "]"),
                genuine.replace("\"notJudged\":[]", "\"notJudged\":[" + finding + "]"),
                json("recorded", 10, 9, finding, ""),
                json("recorded", 10, 9, "", RECORDING),
                json("recorded", 10, 9, finding + "," + finding.replace(":7", ":8"), RECORDING),
                json("recorded", 10, 9, finding.replace("\"step\":0", "\"step\":1"), marked),
                json("followed", 10, 8))) {
            assertThat(one.on("Jx0Q", 9, List.of(sign(court, NOON, broken))).signatures())
                    .as(broken)
                    .isEmpty();
        }
    }

    /** As many findings as a file can hold are compared in the time that it takes to read them. */
    @Test
    void aFileFullOfRecordingsIsDecidedAtOnce() throws Exception {
        SealPolicy one = new SealPolicy(policy.origin(), policy.judges(), 1);
        StringJoiner deviations = new StringJoiner(",");
        StringJoiner recorded = new StringJoiner(",");
        for (int i = 0; i < 60_000; i++) {
            deviations.add("{\"code\":\"skipped\",\"details\":{},\"element\":\"T" + i
                    + "\",\"leaf\":7,\"reason\":\"no\",\"step\":0}");
            recorded.add(RECORDING.replace("\"Task\"", "\"T" + (60_000 - 1 - i) + "\""));
        }
        CaseCertificateNote note =
                sign(court, NOON, json("recorded", 10, 9, deviations.toString(), recorded.toString()));
        assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(one.on("Jx0Q", 9, List.of(note)).isSealed()).isTrue());
    }

    @Test
    void whatVerifiersCouldReadDifferentlyIsNone() {
        String genuine = json("deviated", 10, 9);
        for (String broken : List.of(
                genuine.replace("Task was", "Task \\ud800was"),
                genuine.replace("\"size\":10", "\"size\":10,\"size\":10"),
                genuine.replace("\"leaf\":7", "\"leaf\":7.0"))) {
            assertThatThrownBy(() -> sign(court, NOON, broken)).as(broken).isInstanceOf(MalformedTextException.class);
        }
        assertThatThrownBy(() -> sign(court, Instant.parse("+10000-01-01T00:00:00Z"), genuine))
                .isInstanceOf(MalformedTextException.class);
    }

    @Test
    void whatAJudgeSignedAboutAnotherLogIsNotCalledAltered() throws Exception {
        String elsewhere = json("followed", 10, 9).replace(ORIGIN, "log.example/other");
        String file = CaseCertificateNote.file(List.of(sign(court, NOON, elsewhere)));
        assertThat(new CertificateVerifier(policy).verify(bytes(file)))
                .isEqualTo(new CertificateVerifier.Outcome.UnknownSigner(court.name()));
    }

    @Test
    void anEntryIsAboutACaseOnlyWhereAJudgeReadsIt() throws Exception {
        CaseCertificateNote note = sign(court, NOON, json("followed", 10, 9));
        assertThat(note.isAbout(bytes("{\"case\":\"Jx0Q\"}"))).isTrue();
        assertThat(note.isAbout(bytes("{\"transitions\":[{\"case\":\"a\"},{\"case\":\"Jx0Q\"}]}")))
                .isTrue();
        assertThat(note.isAbout(bytes("{\"case\":\"a\",\"transitions\":[{\"facts\":{\"case\":\"Jx0Q\"}}]}")))
                .isFalse();
        assertThat(note.isAbout(bytes("\"case\":\"Jx0Q\""))).isFalse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One of two would do; but the other one saw a deviation. */
    @Test
    void whoSawADeviationIsNotOutvoted() throws Exception {
        SealPolicy one = new SealPolicy(policy.origin(), policy.judges(), 1);
        CaseCertificateNote first = sign(court, NOON, json("followed", 10, 9));
        assertThat(one.on("Jx0Q", 9, List.of(first)).isSealed()).isTrue();
        Sealing disputed = one.on("Jx0Q", 9, List.of(first, sign(audit, NOON, json("deviated", 10, 9))));
        assertThat(disputed.isDisputed()).isTrue();
        assertThat(disputed.isSealed()).isFalse();
        assertThat(one.on("Jx0Q", 9, List.of(first, sign(audit, NOON, json("not-judged", 10, 9))))
                        .isSealed())
                .isTrue();
    }

    @Test
    void aPolicyIsReadAsItIsWritten() throws Exception {
        assertThat(SealPolicy.parse("# ours\n\n" + policy.text())).isEqualTo(policy);
        String text = policy.text();
        for (String broken : List.of(
                text.replace("needed 2", "needed 3"),
                text.replace("needed 2", "needed 0"),
                text.replace("needed 2", ""),
                text + "needed 1\n",
                text.replaceFirst("log .*\n", ""),
                text.replaceFirst("judge (\\S+) (\\S+)\n", "judge $1 $2\njudge again $2\n"),
                text.replace("judge ", "judges "))) {
            assertThatThrownBy(() -> SealPolicy.parse(broken)).isInstanceOf(MalformedTextException.class);
        }
    }

    private String verify(byte[] file, int code) throws Exception {
        Files.write(folder.resolve("case.certificate"), file);
        Files.writeString(folder.resolve("sealing.policy"), policy.text());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int exit = new VerifyCommand(Locale.ENGLISH, print, print)
                .run(folder, List.of("case.certificate", "--policy", "sealing.policy"));
        String said = out.toString(StandardCharsets.UTF_8);
        assertThat(exit).as(said).isEqualTo(code);
        return said;
    }

    @Test
    void aStrangerChecksItOffline() throws Exception {
        CaseCertificateNote first = sign(court, NOON, json("followed", 10, 9));
        CaseCertificateNote second = sign(audit, NOON.plusSeconds(5), json("followed", 10, 9));
        String file = CaseCertificateNote.file(List.of(first, second));
        assertThat(verify(file.getBytes(StandardCharsets.UTF_8), 0))
                .contains("the case is sealed since 2026-11-23 20:00:05", "Case Jx0Q, model est 3", "court: followed");
        assertThat(verify(CaseCertificateNote.file(List.of(first)).getBytes(StandardCharsets.UTF_8), 1))
                .contains("NOT SEALED: 1 of the 2");
        CaseCertificateNote against = sign(audit, NOON, json("deviated", 10, 9));
        assertThat(verify(CaseCertificateNote.file(List.of(against, first)).getBytes(StandardCharsets.UTF_8), 1))
                .contains("NOT SEALED", "audit: deviated", "deviation in entry 7: Task was begun too early.");
        assertThat(verify(CaseCertificateNote.file(List.of(first, first)).getBytes(StandardCharsets.UTF_8), 1))
                .contains("ALTERED");
        SigningKey stranger = SigningKey.open(folder.resolve("stranger.p12"), "lawfulness", "nobody.example");
        CaseCertificateNote foreign = sign(stranger, NOON, json("followed", 10, 9));
        assertThat(verify(CaseCertificateNote.file(List.of(foreign)).getBytes(StandardCharsets.UTF_8), 1))
                .contains("UNKNOWN SIGNER: nobody.example");
    }

    @Test
    void aKeyThatWouldNotBeAskedIsNotTakenInSilence() throws Exception {
        String file = CaseCertificateNote.file(List.of(sign(court, NOON, json("followed", 10, 9))));
        Files.writeString(folder.resolve("case.certificate"), file);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        assertThat(new VerifyCommand(Locale.ENGLISH, nowhere, nowhere)
                        .run(
                                folder,
                                List.of("case.certificate", "--key", key(court).text())))
                .isEqualTo(2);
        assertThat(new VerifyCommand(Locale.ENGLISH, nowhere, nowhere).run(folder, List.of("case.certificate")))
                .as("without a policy")
                .isEqualTo(2);
    }

    @Test
    void whicheverByteIsChangedItIsRefused() throws Exception {
        byte[] file = CaseCertificateNote.file(
                        List.of(sign(court, NOON, json("recorded", 10, 9)), sign(audit, NOON, json("recorded", 10, 9))))
                .getBytes(StandardCharsets.UTF_8);
        CertificateCommand command = command();
        assertThat(command.check(file, policy, ModelNames.NONE)).isTrue();
        for (int at = 0; at < file.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = file.clone();
                changed[at] ^= (byte) (1 << bit);
                assertThat(command.check(changed, policy, ModelNames.NONE))
                        .as("byte " + at + ", bit " + bit)
                        .isFalse();
            }
            byte[] cut = new byte[at];
            System.arraycopy(file, 0, cut, 0, at);
            assertThat(command.check(cut, policy, ModelNames.NONE))
                    .as("cut at " + at)
                    .isFalse();
        }
    }

    private static CertificateCommand command() {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return new CertificateCommand(new Words(Locale.ENGLISH), nowhere, java.time.ZoneOffset.UTC);
    }
}
