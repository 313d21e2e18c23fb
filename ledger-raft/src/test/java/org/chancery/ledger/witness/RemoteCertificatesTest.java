package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness of others certifies of a case counts only if it is its own, and about this case of this log. */
class RemoteCertificatesTest {

    private static final String ORIGIN = "chancery.example/main";
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path temp;

    private ServedLog log;
    private CertifyingCourt court;
    private RemoteCertificates remote;
    private Optional<CaseCertificateNote> known = Optional.empty();
    private Optional<RemoteCertificates.Course> own = Optional.empty();
    private Lawfulness said;
    private long last = 3;
    private Head atThree;

    /** Entries 0, 2 and 3 are of case c; entry 1 is of another; 4 is the other's last. */
    @BeforeEach
    void start() throws IOException {
        log = ServedLog.start(temp, ORIGIN);
        for (String name : List.of("c", "d", "c", "c", "d")) {
            log.tell("{\"case\":\"" + name + "\",\"v\":3}");
            atThree = log.store().head().size() == 3 ? log.store().head() : atThree;
        }
        court = new CertifyingCourt(temp.resolve("court"), log);
        remote = new RemoteCertificates(ORIGIN, new RemoteWitness(new Web(), log.address(), court.witness.key()));
        said = court.certify();
    }

    @AfterEach
    void stop() {
        court.close();
        log.close();
    }

    private Optional<CaseCertificateNote> fetch() throws Trouble, IOException {
        ShownLog shown = new ShownLog(
                log.store().head(),
                new RemoteLog(new Web(), log.address()).at(log.store().head().size()));
        return remote.of("c", last, List.of(court.witness.lawfulnessKey()), known, own, said, shown);
    }

    private void serve(String text) {
        log.other.put(
                "/" + Witness.originHash(ORIGIN) + "/certificates/" + CertificateFiles.hash("c"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(CaseCertificateNote certificate) {
        serve(certificate.note().render());
    }

    private void certified(CaseStatement statement) throws Exception {
        serve(court.sign(statement, NOON));
    }

    private void refused(String why) {
        refused(this::fetch, why);
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(Trouble.class).hasMessageContaining(why);
    }

    private CaseStatement genuine() {
        return court.statement("c", 0, 3, "followed");
    }

    @Test
    void oneThatIsAsItShouldBeCounts() throws Exception {
        assertThat(fetch()).as("none yet").isEmpty();
        certified(genuine());
        assertThat(fetch().orElseThrow().at()).isEqualTo(NOON);
        known = fetch();
        own = fetch().map(RemoteCertificates.Course::of);
        assertThat(fetch()).as("as before, and as here").isPresent();
    }

    @Test
    void whatItDidNotSignDoesNotCount() throws Exception {
        String text =
                court.sign(court.statement("c", 0, 3, "deviated"), NOON).note().render();
        serve(text.replace("\"deviated\"", "\"followed\""));
        refused("signature is not its own");
        SigningKey thief = SigningKey.open(temp.resolve("thief.p12"), "lawfulness", "thief.example/lawfulness");
        serve(CertifyingCourt.sign(thief, genuine(), NOON));
        refused("signed by thief.example/lawfulness, not by the key that is trusted for it");
        serve("<html>moved</html>\n");
        refused("no certificate");
        serve("x".repeat(RemoteCertificates.MAX_BYTES + 1));
        refused("more than");
    }

    @Test
    void whatIsNotAboutThisCaseDoesNotCount() throws Exception {
        certified(court.statement("d", 1, 4, "followed"));
        refused("certificate of another case");
        certified(court.statement("c", 1, 3, "followed"));
        refused("names entry 2, which is not of this case");
        certified(court.statement("c", 0, 4, "followed"));
        refused("names entry 5, which is not of this case");
        certified(court.statement("c", 3, 0, "followed"));
        refused("entries that its tree does not hold");
        certified(court.statement(atThree, "c", 0, 3, "followed"));
        refused("entries that its tree does not hold");
    }

    @Test
    void whatIsNotAboutThisLogDoesNotCount() throws Exception {
        certified(court.statement(new Head(5, new Hash(new byte[32])), "c", 0, 3, "followed"));
        refused("another history of this log");
        certified(court.statement(new Head(9, new Hash(new byte[32])), "c", 0, 3, "followed"));
        refused("speaks of 9 entries, more than are cosigned here");
        CaseStatement elsewhere = genuine();
        certified(new CaseStatement("c", elsewhere.json().replace(ORIGIN, "other.example/main")));
        refused("certificate of another case");
    }

    /** Whoever hides the case's last entry, or says that it ran under another model, did not judge what stands here. */
    @Test
    void whatContradictsThisNodesOwnWitnessesDoesNotCount() throws Exception {
        own = Optional.of(RemoteCertificates.Course.of(court.sign(genuine(), NOON)));
        certified(court.statement("c", 0, 2, "followed"));
        refused("other entries, or another model");
        certified(new CaseStatement("c", genuine().json().replace("\"hash\"", "\"other\"")));
        refused("other entries, or another model");
        certified(genuine());
        assertThat(fetch()).isPresent();
    }

    /** Also without a witness of this process. */
    @Test
    void whatLeavesOutTheCasesEndDoesNotCount() throws Exception {
        certified(court.statement("c", 0, 2, "followed"));
        refused("leaves out the case's last entry, 4");
        certified(court.statement(atThree, "c", 0, 2, "followed"));
        assertThat(fetch()).as("it was judged as far as there").isPresent();
    }

    private CaseStatement recorded(String deviations, String recorded) {
        return new CaseStatement(
                "c",
                court.statement("c", 0, 5, "recorded")
                        .json()
                        .replace("\"deviations\":[]", "\"deviations\":[" + deviations + "]")
                        .replace("\"root\"", "\"recorded\":[" + recorded + "],\"root\""));
    }

    private static String found(long leaf, String code, String details) {
        return "{\"code\":\"" + code + "\",\"details\":{" + details + "},\"element\":\"T\",\"leaf\":" + leaf
                + ",\"reason\":\"no\",\"step\":0}";
    }

    private Lawfulness stated(Judgement... findings) {
        return new Lawfulness(
                CertifyingCourt.NAME,
                court.witness.lawfulnessKey().text(),
                log.store().head(),
                NOON,
                List.of(findings),
                "a note");
    }

    /** Whoever calls a case recorded must tell what was found, all of it, and that it was recorded. */
    @Test
    void aRecordedCaseIsOneWhoseEveryStatedDeviationIsRecorded() throws Exception {
        log.tell("{\"case\":\"c\",\"v\":3}");
        Judgement atTwo = new Judgement.Deviation("c", 2, "T", "no");
        Judgement atThree = new Judgement.Deviation("c", 3, "T", "no");
        Judgement elsewhere = new Judgement.NotJudged(1, "x");
        said = stated(atTwo, atThree, elsewhere, new Judgement.NotJudged(5, "x"));
        last = 5;
        String two = found(2, "skipped", "");
        String three = found(3, "skipped", "");
        String ofTwo = found(5, "deviation-recorded", "\"of\":\"2\",\"what\":\"skipped\"");
        String ofThree = found(5, "deviation-recorded", "\"of\":\"3\",\"what\":\"skipped\"");
        certified(recorded("", ""));
        refused("its own findings do not let it");
        certified(recorded(two + "," + three, ofTwo));
        refused("its own findings do not let it");
        certified(recorded(two, ofTwo));
        refused("lists a deviation that the certificate leaves out");
        certified(recorded(two + "," + three, ofTwo + "," + ofThree));
        refused("could not judge entry 6");
        said = stated(atTwo, atThree, elsewhere);
        assertThat(fetch()).isPresent();
    }

    @Test
    void whatItsOwnStatementGainsaysDoesNotCount() throws Exception {
        court.findings.add(new Judgement.Deviation("c", 5, "T", "no"));
        log.tell("{\"case\":\"c\",\"v\":3}");
        said = court.certify();
        last = 5;
        certified(court.statement("c", 0, 5, "followed"));
        refused("its own statement lists a deviation");
        certified(court.statement("c", 0, 5, "deviated"));
        assertThat(fetch()).isPresent();
    }

    @Test
    void anOlderOneDoesNotTakeBackWhatItCertifiedSince() throws Exception {
        known = Optional.of(court.sign(court.statement("c", 0, 3, "deviated"), NOON.plusSeconds(1)));
        certified(genuine());
        refused("older certificate of the case than before");
    }

    @Test
    void aKeyThatIsNotTrustedAnyMoreCountsNoMore() throws Exception {
        certified(genuine());
        VerifierKey other = log.key.verifierKey();
        ShownLog shown = new ShownLog(log.store().head(), new RemoteLog(new Web(), log.address()).at(5));
        refused(
                () -> remote.of("c", last, List.of(other), known, own, said, shown),
                "signed by " + CertifyingCourt.NAME);
    }
}
