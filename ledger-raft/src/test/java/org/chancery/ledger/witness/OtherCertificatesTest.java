package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.chancery.ledger.Head;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.log.SigningKey;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node asks a witness of others for the certificates that its policy demands, and keeps what counts. */
class OtherCertificatesTest {

    private static final String ORIGIN = "chancery.example/main";

    @TempDir
    private Path temp;

    private ServedLog log;
    private CertifyingCourt court;
    private WitnessServer server;

    @BeforeEach
    void start() throws IOException {
        log = ServedLog.start(temp, ORIGIN);
        log.tell("{\"case\":\"c\",\"v\":3}");
        court = new CertifyingCourt(temp.resolve("court"), log);
        server = WitnessServer.start(court.witness, new InetSocketAddress("127.0.0.1", 0));
        Files.writeString(
                temp.resolve("sealing.policy"),
                "log " + ORIGIN + "\njudge court "
                        + court.witness.lawfulnessKey().text() + "\nneeded 1\n");
    }

    @AfterEach
    void stop() {
        server.close();
        court.close();
        log.close();
    }

    private RemoteWitness remote() {
        return new RemoteWitness(new Web(), URI.create("http://127.0.0.1:" + server.port()), court.witness.key());
    }

    /** A node without witnesses of its own. */
    private Cosigning node() {
        Path keys = temp.resolve("sealing.policy");
        RemoteWitness remote = remote();
        Cosigning node = Cosigning.of(
                ORIGIN,
                List.of(remote),
                List.of(),
                own -> SealingRule.open(keys, ORIGIN, own, true),
                Optional.of(
                        new OtherJudges(ORIGIN, List.of(remote), keys, temp.resolve("kept"), Duration.ofMillis(20))));
        node.judge(() -> (leaf, record) -> List.of());
        node.offer(
                log.shown(),
                new RemoteLog(new Web(), log.address()).at(log.store().head().size()));
        return node;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    @Test
    void aCaseIsSealedWithItsSignatureAndNotWithout() throws Exception {
        try (Cosigning node = node()) {
            await(() -> node.sealing("c", 0).reasons().getOrDefault("court", "").contains("stated nothing"));
            assertThat(node.sealing("c", 0).isSealed()).isFalse();
            assertThat(node.sealing("c", 0).missing()).containsExactly("court");
            assertThat(node.certificates("c", 0)).isEmpty();
            court.certify(court.statement("c", 0, 0, "followed"));
            await(() -> node.sealing("c", 0).isSealed());
            Sealing sealed = node.sealing("c", 0);
            assertThat(sealed.signatures())
                    .singleElement()
                    .satisfies(one -> assertThat(one.witness()).isEqualTo("court"));
            List<CaseCertificateNote> file = CaseCertificateNote.parseFile(
                    node.certificates("c", 0).orElseThrow().getBytes(StandardCharsets.UTF_8));
            assertThat(file)
                    .singleElement()
                    .satisfies(one -> assertThat(one.signedBy(court.witness.lawfulnessKey()))
                            .isTrue());
            assertThat(sealed.since()).contains(file.getFirst().at());
        }
    }

    /** What counted outlasts both a start of the node and a witness that is away; what is lost is fetched again. */
    @Test
    void aStartLosesNoSeal() throws Exception {
        court.certify(court.statement("c", 0, 0, "followed"));
        try (Cosigning node = node()) {
            await(() -> node.sealing("c", 0).isSealed());
        }
        int port = server.port();
        server.close();
        try (Cosigning node = node()) {
            assertThat(node.sealing("c", 0).isSealed()).isTrue();
        }
        try (Stream<Path> kept = Files.walk(temp.resolve("kept"))) {
            Path file = kept.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replace("\"steps\":3", "\"steps\":4"));
        }
        server = WitnessServer.start(court.witness, new InetSocketAddress("127.0.0.1", port));
        try (Cosigning node = node()) {
            assertThat(node.sealing("c", 0).isSealed())
                    .as("altered on the disk")
                    .isFalse();
            await(() -> node.sealing("c", 0).isSealed());
        }
    }

    private LogView view() {
        return new RemoteLog(new Web(), log.address()).at(log.store().head().size());
    }

    /** A witness that contradicts what it certified has taken that back, until it certifies anew; no start hides it. */
    @Test
    void aNewerAnswerThatDoesNotCountTakesBackTheOlderOne() throws Exception {
        court.certify(court.statement("c", 0, 0, "followed"));
        try (Cosigning node = node()) {
            await(() -> node.sealing("c", 0).isSealed());
            log.tell("{\"case\":\"d\",\"v\":3}");
            court.certify(court.statement("c", 1, 1, "followed"));
            node.offer(log.shown(), view());
            await(() -> !node.sealing("c", 0).isSealed());
            Sealing sealing = node.sealing("c", 0);
            assertThat(sealing.signatures()).as("what it signed first").hasSize(1);
            assertThat(sealing.takenBackBy("court").orElseThrow().at())
                    .isAfter(sealing.signatures().getFirst().at());
            await(() -> node.sealing("c", 0)
                    .reasons()
                    .getOrDefault("court", "")
                    .contains("names entry 2, which is not of this case"));
            assertThat(node.certificates("c", 0)).isEmpty();
        }
        int port = server.port();
        server.close();
        try (Cosigning node = node()) {
            assertThat(node.sealing("c", 0).isSealed()).isFalse();
            assertThat(node.sealing("c", 0).takenBackBy("court")).isPresent();
        }
        server = WitnessServer.start(court.witness, new InetSocketAddress("127.0.0.1", port));
        log.tell("{\"case\":\"d\",\"v\":3}");
        court.certify(court.statement("c", 0, 0, "followed"));
        try (Cosigning node = node()) {
            await(() -> node.sealing("c", 0).isSealed());
        }
    }

    private void state(Lawfulness said) {
        String path = "/" + Witness.originHash(ORIGIN) + "/lawfulness";
        log.other.put(
                path + "/" + said.findingsDigest().hex(), said.findingsText().getBytes(StandardCharsets.UTF_8));
        log.other.put(path, said.note().getBytes(StandardCharsets.UTF_8));
    }

    /** What it certified long ago needs no judge that has read everything. */
    @Test
    void whoseJudgeReadsAllEntriesAnewIsAskedForCertificatesMeanwhile() throws Exception {
        Lawfulness early = court.certify();
        log.tell("{\"case\":\"c\",\"v\":3}");
        log.tell("{\"case\":\"d\",\"v\":3}");
        state(court.certify());
        RemoteWitness witness = new RemoteWitness(new Web(), log.address(), court.witness.key());
        try (OtherJudges judges = new OtherJudges(
                ORIGIN,
                List.of(witness),
                temp.resolve("sealing.policy"),
                temp.resolve("kept"),
                Duration.ofMillis(20))) {
            judges.cosigned(log.store().head(), view());
            await(() -> !judges.newest().isEmpty());
            state(early);
            await(() -> judges.silence(CertifyingCourt.NAME)
                    .filter(silence -> silence.why().contains("older statement"))
                    .isPresent());
            serve(court.sign(court.statement("c", 0, 1, "followed"), early.at()));
            await(() -> !judges.certificates("c", 1).isEmpty());
            log.statuses.put("/" + Witness.originHash(ORIGIN) + "/lawfulness", 500);
            await(() -> judges.silence(CertifyingCourt.NAME)
                    .filter(silence -> silence.why().contains("answers 500"))
                    .isPresent());
            serve(court.sign(court.statement("d", 2, 2, "followed"), early.at()));
            await(() -> !judges.certificates("d", 2).isEmpty());
            assertThat(judges.newest().getFirst().head().size()).isEqualTo(3);
        }
    }

    /** What ended before the last start is not told of again: it is asked for all the same, though nobody looks. */
    @Test
    void whatWasMissedBeforeAStartIsAskedFor() throws Exception {
        Lawfulness said = court.certify(court.statement("c", 0, 0, "followed"));
        SigningKey key = SigningKey.open(temp.resolve("own.p12"), Witness.LAWFULNESS, "w.example/lawfulness");
        Certificates own = new Certificates(temp.resolve("own"), key, Clock.systemUTC());
        own.sign(List.of(court.statement("c", 0, 0, "followed")));

        CertificateFiles kept = new CertificateFiles(temp.resolve("others"));
        OtherCertificates others = new OtherCertificates(ORIGIN, remote(), kept);
        others.catchUpWith(own);
        Head head = log.store().head();
        ShownLog shown = new ShownLog(head, new RemoteLog(new Web(), log.address()).at(head.size()));
        for (int round = 0; round < 32 && kept.of("c").isEmpty(); round++) {
            others.round(List.of(court.witness.lawfulnessKey()), said, shown);
        }
        assertThat(kept.of("c").orElseThrow().signedBy(court.witness.lawfulnessKey()))
                .isTrue();
    }

    private void serve(CaseCertificateNote certificate) {
        log.other.put(path(certificate.caseName()), certificate.note().render().getBytes(StandardCharsets.UTF_8));
    }

    /** The policy is read anew: whoever is struck off counts no more, at once. */
    @Test
    void whoIsNotInThePolicyAnyMoreSealsNothing() throws Exception {
        court.certify(court.statement("c", 0, 0, "followed"));
        try (Cosigning node = node()) {
            await(() -> node.sealing("c", 0).isSealed());
            Path policy = temp.resolve("sealing.policy");
            String before = Files.readString(policy);
            Files.writeString(policy, "log " + ORIGIN + "\nneeded 1\n");
            assertThat(node.sealing("c", 0).isSealed()).isFalse();
            assertThat(node.sealing("c", 0).trouble())
                    .hasValueSatisfying(why -> assertThat(why).contains("sealing.policy cannot be used"));
            Files.writeString(policy, before);
            await(() -> node.sealing("c", 0).isSealed());
        }
    }

    private Optional<CaseCertificateNote> rounds(OtherCertificates certificates, Lawfulness said, int rounds)
            throws Trouble {
        ShownLog shown = new ShownLog(
                log.store().head(),
                new RemoteLog(new Web(), log.address()).at(log.store().head().size()));
        for (int i = 0; i < rounds; i++) {
            certificates.round(List.of(court.witness.lawfulnessKey()), said, shown);
        }
        return certificates.of("c");
    }

    private OtherCertificates certificates(URI address) {
        return certificates(address, "kept");
    }

    private OtherCertificates certificates(URI address, String folder) {
        return new OtherCertificates(
                ORIGIN,
                new RemoteWitness(new Web(), address, court.witness.key()),
                new CertificateFiles(temp.resolve(folder)));
    }

    /** Who answers nothing is asked more and more seldom, and at all only for what it has judged. */
    @Test
    void whatIsNotThereIsAskedForMoreAndMoreSeldom() throws Exception {
        OtherCertificates certificates = certificates(log.address());
        Lawfulness said = court.certify();
        certificates.ended(court.sign(court.statement("c", 0, 0, "followed"), said.at()));
        certificates.lookedAt("later", 1);
        assertThat(rounds(certificates, said, 31)).isEmpty();
        String path = "/" + Witness.originHash(ORIGIN) + "/certificates/" + CertificateFiles.hash("c");
        assertThat(log.asked.stream().filter(path::equals))
                .as("in rounds 1, 2, 4, 8, 16")
                .hasSize(5);
        assertThat(log.asked.stream().filter(asked -> asked.contains("/certificates/") && !asked.equals(path)))
                .as("it has judged one entry")
                .isEmpty();
    }

    /** A witness that certifies something else than it did is heard, once somebody looks at the case. */
    @Test
    void whatItReplacesIsFetchedAgain() throws Exception {
        OtherCertificates certificates = certificates(remote().prefix());
        Lawfulness said = court.certify(court.statement("c", 0, 0, "followed"));
        certificates.lookedAt("c", 0);
        assertThat(rounds(certificates, said, 1).orElseThrow().verdict()).isEqualTo(Sealing.Verdict.FOLLOWED);
        log.tell("{\"case\":\"c\",\"v\":3}");
        Lawfulness more = court.certify(court.statement("c", 0, 1, "deviated"));
        certificates.lookedAt("c", 0);
        assertThat(rounds(certificates, more, 1).orElseThrow().verdict())
                .as("it was asked a moment ago")
                .isEqualTo(Sealing.Verdict.FOLLOWED);
        rounds(certificates, more, 3);
        certificates.lookedAt("c", 0);
        assertThat(rounds(certificates, more, 1).orElseThrow().verdict()).isEqualTo(Sealing.Verdict.DEVIATED);
    }

    /** A lie about one case is told where that case is shown, and keeps no other waiting. */
    @Test
    void aRefusalIsToldAndTheOthersAreAskedFor() throws Exception {
        log.tell("{\"case\":\"d\",\"v\":3}");
        Lawfulness said = court.certify(court.statement("c", 1, 1, "followed"), court.statement("d", 1, 1, "followed"));
        OtherCertificates certificates = certificates(remote().prefix());
        certificates.lookedAt("c", 0);
        certificates.lookedAt("d", 1);
        assertThat(rounds(certificates, said, 1)).isEmpty();
        assertThat(certificates.refusal("c"))
                .hasValueSatisfying(why -> assertThat(why).contains("names entry 2, which is not of this case"));
        assertThat(certificates.of("d")).isPresent();
        assertThat(certificates.refusal("d")).isEmpty();
    }

    private String path(String caseName) {
        return "/" + Witness.originHash(ORIGIN) + "/certificates/" + CertificateFiles.hash(caseName);
    }

    private Lawfulness served(String caseName) throws Exception {
        Lawfulness said = court.certify();
        CaseCertificateNote certificate = court.sign(court.statement(caseName, 1, 1, "followed"), said.at());
        log.other.put(path(caseName), certificate.note().render().getBytes(StandardCharsets.UTF_8));
        return said;
    }

    /** What is answered for one case says nothing of the others. */
    @Test
    void anAnswerThatCannotBeUsedKeepsNoOtherWaiting() throws Exception {
        log.tell("{\"case\":\"d\",\"v\":3}");
        Lawfulness said = served("d");
        for (int status : new int[] {200, 500}) {
            log.statuses.put(path("c"), status);
            log.other.put(path("c"), new byte[status == 200 ? RemoteCertificates.MAX_BYTES + 1 : 1]);
            OtherCertificates certificates = certificates(log.address(), "kept-" + status);
            certificates.lookedAt("c", 0);
            certificates.lookedAt("d", 1);
            assertThat(rounds(certificates, said, 1)).isEmpty();
            assertThat(certificates.of("d")).isPresent();
            assertThat(certificates.refusal("c"))
                    .hasValueSatisfying(why ->
                            assertThat(why).contains("cannot be had").contains(status == 200 ? "more than" : "500"));
            log.asked.clear();
            assertThat(rounds(certificates, said, 2)).isEmpty();
            assertThat(log.asked.stream().filter(path("c")::equals))
                    .as("in rounds 2 and 4")
                    .hasSize(1);
        }
    }

    /** Nobody is asked on who does not answer, or wants to be left alone; but not always because of the same case. */
    @Test
    void theNextRoundBeginsWithAnotherCase() throws Exception {
        log.tell("{\"case\":\"d\",\"v\":3}");
        Lawfulness said = served("d");
        for (int status : new int[] {ServedLog.CUT, 429}) {
            log.statuses.put(path("c"), status);
            OtherCertificates certificates = certificates(log.address(), "kept-" + status);
            certificates.lookedAt("c", 0);
            certificates.lookedAt("d", 1);
            assertThatThrownBy(() -> rounds(certificates, said, 1)).isInstanceOf(Trouble.class);
            assertThat(certificates.of("d")).isEmpty();
            assertThatThrownBy(() -> rounds(certificates, said, 1)).isInstanceOf(Trouble.class);
            assertThat(certificates.of("d")).isPresent();
        }
    }

    /** A disk that is full is this node's own trouble. */
    @Test
    void whatCannotBeKeptHereIsNotTheWitnesssFault() throws Exception {
        log.tell("{\"case\":\"d\",\"v\":3}");
        Lawfulness said = served("d");
        Files.writeString(temp.resolve("kept"), "no folder");
        OtherCertificates certificates = certificates(log.address());
        certificates.lookedAt("d", 1);
        rounds(certificates, said, 1);
        assertThat(certificates.refusal("d"))
                .hasValueSatisfying(why -> assertThat(why).contains("cannot be kept here"));
    }

    /** After a start a node knows what it has; what somebody looks at is asked for first. */
    @Test
    void whatIsKeptIsAskedForOnlyIfSomebodyLooks() throws Exception {
        log.tell("{\"case\":\"d\",\"v\":3}");
        Lawfulness said = served("d");
        CaseCertificateNote own = court.sign(court.statement("d", 1, 1, "followed"), said.at());
        OtherCertificates first = certificates(log.address());
        first.ended(own);
        rounds(first, said, 1);
        assertThat(first.of("d")).isPresent();
        log.asked.clear();
        OtherCertificates again = certificates(log.address());
        again.ended(own);
        rounds(again, said, 3);
        assertThat(log.asked).doesNotContain(path("d"));
        again.ended(own);
        again.ended(court.sign(court.statement("c", 0, 0, "followed"), said.at()));
        again.lookedAt("d", 1);
        rounds(again, said, 1);
        assertThat(log.asked.stream().filter(asked -> asked.contains("/certificates/")))
                .containsExactly(path("d"), path("c"));
    }

    @Test
    void whoIsAwayIsLeftAloneUntilTheNextRound() throws Exception {
        Lawfulness said = court.certify(court.statement("c", 0, 0, "followed"));
        OtherCertificates certificates = certificates(URI.create("http://127.0.0.1:1"));
        certificates.lookedAt("c", 0);
        assertThatThrownBy(() -> rounds(certificates, said, 1))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("cannot be asked for certificates");
    }
}
