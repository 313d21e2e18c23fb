package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.Sealing;
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
        return new OtherCertificates(
                ORIGIN,
                new RemoteWitness(new Web(), address, court.witness.key()),
                new CertificateFiles(temp.resolve("kept")));
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
