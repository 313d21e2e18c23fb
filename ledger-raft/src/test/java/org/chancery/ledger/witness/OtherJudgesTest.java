package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.verify.SignedNote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node shows what a witness that others run states, if it is signed with the key that is trusted for it. */
class OtherJudgesTest {

    private static final String ORIGIN = "chancery.example/main";
    private static final Judgement FOUND = new Judgement.Deviation("c", 5, "T", "no");

    @TempDir
    private Path temp;

    private Path keys;
    private ServedLog log;
    private Witness court;
    private WitnessServer server;
    private Jury jury;
    private OtherJudges judges;
    private Cosigning node;

    @BeforeEach
    void start() throws IOException {
        log = ServedLog.start(temp, ORIGIN);
        log.growTo(20);
        court = Witness.open(
                temp.resolve("court"), "court.example/w", List.of(log.key.verifierKey()), Clock.systemUTC());
        server = WitnessServer.start(court, new InetSocketAddress("127.0.0.1", 0));
        keys = temp.resolve("sealing.policy");
        trust(court.lawfulnessKey().text());
        node = node(URI.create("http://127.0.0.1:" + server.port() + "/"));
    }

    private Cosigning node(URI address) {
        RemoteWitness remote = new RemoteWitness(new Web(), address, court.key());
        judges = new OtherJudges(ORIGIN, List.of(remote), keys, temp.resolve("kept"), Duration.ofMillis(20));
        return Cosigning.of(
                ORIGIN,
                List.of(remote),
                List.of(),
                own -> SealingRule.open(keys, ORIGIN, own, true),
                Optional.of(judges));
    }

    @AfterEach
    void stop() {
        node.close();
        server.close();
        court.close();
        log.close();
    }

    private void trust(String key) throws IOException {
        Files.writeString(keys, "log " + ORIGIN + "\njudge court " + key + "\nneeded 1\n");
    }

    /** The court reads the log by its tiles and states what it finds. */
    private void stated() {
        if (jury == null) {
            jury = court.jury(ORIGIN, () -> (leaf, record) -> leaf == 5 ? List.of(FOUND) : List.of());
        }
        Head head = log.store().head();
        jury.judge(head, view(head));
    }

    private LogView view(Head head) {
        return new RemoteLog(new Web(), log.address()).at(head.size());
    }

    private void cosigned() {
        node.offer(log.shown(), view(log.store().head()));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    private WitnessStatus status() {
        return node.status().getFirst();
    }

    private boolean silent(String why) {
        return status().silence().filter(silence -> silence.why().contains(why)).isPresent();
    }

    @Test
    void itIsShownWithItsListAndRenewed() throws Exception {
        cosigned();
        await(() -> silent("stated nothing"));
        stated();
        await(() -> !node.lawfulness().isEmpty());
        Lawfulness said = node.lawfulness().getFirst();
        assertThat(said).isEqualTo(court.lawfulness(ORIGIN).orElseThrow());
        assertThat(said.findings()).containsExactly(FOUND);
        await(() -> status().silence().isEmpty());
        log.growTo(30);
        cosigned();
        stated();
        await(() -> node.lawfulness().getFirst().head().size() == 30);
    }

    /** It is given up after twenty seconds. */
    @Test
    void oneThatDoesNotAnswerKeepsNoOtherWaiting() throws Exception {
        stated();
        RemoteWitness answers =
                new RemoteWitness(new Web(), URI.create("http://127.0.0.1:" + server.port()), court.key());
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Witness slow = Witness.open(
                        temp.resolve("slow"), "slow.example/w", List.of(log.key.verifierKey()), Clock.systemUTC());
                OtherJudges both = new OtherJudges(
                        ORIGIN,
                        List.of(
                                new RemoteWitness(
                                        new Web(), URI.create("http://127.0.0.1:" + silent.getLocalPort()), slow.key()),
                                answers),
                        keys,
                        temp.resolve("both"),
                        Duration.ofMillis(20))) {
            Head head = log.store().head();
            both.cosigned(head, view(head));
            await(() -> !both.newest().isEmpty());
            assertThat(both.silence("slow.example/w"))
                    .as("it is still waited for")
                    .isEmpty();
        }
    }

    /** Before it is asked, and answers, it must not look as if it had nothing to say. */
    @Test
    void aTrustedJudgeThatHasNotAnsweredYetIsNamed() throws Exception {
        RemoteWitness witness =
                new RemoteWitness(new Web(), URI.create("http://127.0.0.1:" + server.port()), court.key());
        try (OtherJudges waiting =
                new OtherJudges(ORIGIN, List.of(witness), keys, temp.resolve("waiting"), Duration.ofMillis(20))) {
            assertThat(waiting.silence(court.key().name()))
                    .contains(new JudgeSilence("it has not answered yet", false));
            stated();
            Head head = log.store().head();
            waiting.cosigned(head, view(head));
            await(() -> waiting.silence(court.key().name()).isEmpty());
            assertThat(waiting.newest()).hasSize(1);
        }
    }

    /** One that answers with the same for ever looks alive. */
    @Test
    void oneThatStatesNothingNewerIsNamed() throws Exception {
        stated();
        cosigned();
        await(() -> !node.lawfulness().isEmpty());
        await(() -> status().silence().isEmpty());
        log.growTo(30);
        cosigned();
        await(() -> silent("of more than the first 20 entries"));
        assertThat(node.lawfulness().getFirst().head().size()).isEqualTo(20);
        stated();
        await(() -> status().silence().isEmpty());
    }

    @Test
    void withoutItsKeyItIsNotBelievedAndWithItAtOnce() throws Exception {
        Files.delete(keys);
        stated();
        cosigned();
        await(() -> silent("add the key of its judge to sealing.policy"));
        assertThat(node.lawfulness()).isEmpty();
        trust("nonsense");
        await(() -> silent("see its line 2"));
        trust(court.lawfulnessKey().text());
        await(() -> !node.lawfulness().isEmpty());
        Files.writeString(keys, "");
        await(() -> node.lawfulness().isEmpty());
    }

    @Test
    void aWitnessThatOnlyCosignsIsMissedByNobody() throws Exception {
        Files.delete(keys);
        cosigned();
        await(() -> status().head().size() == 20);
        assertThat(status().silence()).isEmpty();
        stated();
        await(() -> silent("add the key of its judge"));
    }

    @Test
    void aStatementOfAnotherHistoryIsNotShown() throws Exception {
        jury = court.jury(ORIGIN, () -> (leaf, record) -> List.of());
        SampleLog lie =
                SampleLog.in(Files.createDirectory(temp.resolve("lie")), 20).lie();
        Head other = lie.head(7);
        jury.judge(other, new LogView() {
            @Override
            public long size() {
                return 7;
            }

            @Override
            public List<Hash> consistencyProof(long from, long to) {
                throw new UnsupportedOperationException("a jury reads entries only");
            }

            @Override
            public List<byte[]> entries(long from, long to) {
                return List.of(("lie " + from).getBytes(StandardCharsets.UTF_8));
            }
        });
        cosigned();
        await(() -> silent("another history of this log"));
        assertThat(node.lawfulness()).isEmpty();
    }

    /** Whoever sits between: another list, another signature, another witness's statement. */
    @Test
    void whatIsNotAsItWasSignedIsNotShown() throws Exception {
        stated();
        Lawfulness said = court.lawfulness(ORIGIN).orElseThrow();
        node.close();
        String path = "/" + Witness.originHash(ORIGIN) + "/lawfulness";
        String list = path + "/" + said.findingsDigest().hex();
        node = node(log.address()); // which serves what it is told to
        put(path, said.note());
        put(list, "");
        judges.cosigned(log.store().head(), view(log.store().head()));
        await(() -> silent("not the one that its statement was signed with"));
        log.other.remove(list);
        await(() -> silent("does not serve the list"));
        put(path, said.note().replace("deviations 1", "deviations 0"));
        await(() -> silent("signature is not its own"));
        SignedNote note = SignedNote.parse(said.note());
        SignedNote.Signature line = note.signatures().getFirst();
        put(path, new SignedNote(note.text(), List.of(new SignedNote.Signature("other", 7, line.bytes()))).render());
        await(() -> silent("signed by other"));
        put(path, "nothing\n");
        await(() -> silent("no statement"));
        assertThat(node.lawfulness()).isEmpty();
        put(path, said.note());
        put(list, said.findingsText());
        await(() -> node.lawfulness().size() == 1);
    }

    private void put(String path, String text) {
        log.other.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theWitnessServesStatementListAndKey() throws Exception {
        stated();
        Lawfulness said = court.lawfulness(ORIGIN).orElseThrow();
        Web web = new Web();
        String address = "http://127.0.0.1:" + server.port();
        String path = address + "/" + Witness.originHash(ORIGIN) + "/lawfulness";
        assertThat(text(web, path)).isEqualTo(said.note());
        assertThat(text(web, path + "/" + said.findingsDigest().hex())).isEqualTo("deviation 5 c T no\n");
        assertThat(text(web, address + "/lawfulness.vkey"))
                .isEqualTo(court.lawfulnessKey().text() + "\n")
                .isEqualTo(Files.readString(temp.resolve("court/lawfulness.vkey")));
        for (String wrong : List.of(
                path + "/" + "0".repeat(64),
                path + "/",
                path + "/../../keys/lawfulness.p12",
                address + "/" + Witness.originHash("other") + "/lawfulness")) {
            assertThat(web.get(URI.create(wrong), 1_000).status()).as(wrong).isEqualTo(404);
        }
    }

    private static String text(Web web, String address) throws IOException {
        Web.Reply reply = web.get(URI.create(address), 10_000);
        assertThat(reply.status()).isEqualTo(200);
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
