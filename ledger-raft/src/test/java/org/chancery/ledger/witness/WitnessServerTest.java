package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Hash;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.WitnessKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C2SP tlog-witness over HTTP: statuses, types of content, and a log that asks a witness of others. */
class WitnessServerTest {

    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    private Path temp;

    private final HttpClient client = HttpClient.newHttpClient();
    private SampleLog log;
    private Witness witness;
    private WitnessServer server;

    @BeforeEach
    void start() throws IOException {
        log = SampleLog.in(temp, 20);
        witness = Witness.open(temp.resolve("witness"), "w.example", List.of(log.verifierKey()), Clock.systemUTC());
        server = WitnessServer.start(witness, new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        server.close();
        witness.close();
    }

    @Test
    void statusesAreThoseOfTheSpecification() throws Exception {
        HttpResponse<String> cosigned = post(log.request(0, 7));
        assertThat(cosigned.statusCode()).isEqualTo(200);
        assertThat(cosigned.body()).startsWith("— w.example ").endsWith("\n");
        SignedNote note = SignedNote.parse(log.checkpoint(7).text() + "\n" + cosigned.body());
        assertThat(witness.key().on(note)).isInstanceOf(WitnessKey.Finding.Cosigned.class);

        HttpResponse<String> conflict = post(log.request(3, 9));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.headers().firstValue("Content-Type")).contains("text/x.tlog.size");
        assertThat(conflict.body()).isEqualTo("7\n");

        assertThat(post("old".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
        assertThat(post(SampleLog.request(9, List.of(), log.checkpoint(8))).statusCode())
                .isEqualTo(400);
        LogKey thief = LogKey.open(temp.resolve("thief.p12"), SampleLog.ORIGIN);
        SignedNote stolen = SignedNote.parse(
                thief.sign(log.head(9), Clock.systemUTC().instant()).note());
        assertThat(post(SampleLog.request(7, log.proof(7, 9), stolen)).statusCode())
                .isEqualTo(403);
        LogKey other = LogKey.open(temp.resolve("other.p12"), "other.example");
        SignedNote unknown = SignedNote.parse(
                other.sign(log.head(9), Clock.systemUTC().instant()).note());
        assertThat(post(SampleLog.request(0, List.of(), unknown)).statusCode()).isEqualTo(404);
        assertThat(post(SampleLog.request(7, List.of(), log.checkpoint(9))).statusCode())
                .isEqualTo(422);
        assertThat(post(SampleLog.request(7, List.of(), log.lie().checkpoint(7)))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void whatWasCosignedLastIsServedByTheHashOfTheOrigin() throws Exception {
        String path = "/" + Witness.originHash(SampleLog.ORIGIN) + "/checkpoint";
        assertThat(get(path).statusCode()).isEqualTo(404);
        post(log.request(0, 7));
        assertThat(get(path).body())
                .isEqualTo(witness.newest(SampleLog.ORIGIN).orElseThrow().render());
        assertThat(get("/" + Witness.originHash("other") + "/checkpoint").statusCode())
                .isEqualTo(404);
        assertThat(get("/witness.vkey").body()).isEqualTo(witness.key().text() + "\n");
        assertThat(get("/add-checkpoint").statusCode()).isEqualTo(405);
        assertThat(get("/../witness/keys/witness.p12").statusCode()).isEqualTo(404);
    }

    @Test
    void theStatusNamesEachSplitView() throws Exception {
        post(log.request(0, 7));
        assertThat(get("/status").body()).contains("size 7").doesNotContain("split-view");
        post(SampleLog.request(7, List.of(), log.lie().checkpoint(7)));
        assertThat(get("/status").body())
                .contains("split-view " + SampleLog.ORIGIN + " 7-"
                        + log.lie().head(7).root().hex().substring(0, 16));
    }

    @Test
    void theStatusSaysSinceWhenAPeerWasNotCompared() throws Exception {
        Instant noon = Instant.parse("2026-11-24T12:00:00Z");
        URI peer = URI.create("http://peer.example");
        Comparisons comparisons = witness.comparisons();
        comparisons.expect(List.of(peer), noon.minusSeconds(5));
        assertThat(get("/status").body()).contains("\nnot-compared http://peer.example since 2026-11-24T11:59:55Z\n");
        comparisons.note(new PeerComparison.Found.Same(peer, 7), noon);
        assertThat(get("/status").body())
                .contains("\ncompared http://peer.example entries 7 last-compared 2026-11-24T12:00:00Z");
        comparisons.note(new PeerComparison.Found.Unreadable(peer, "gone"), noon.plusSeconds(10));
        comparisons.note(new PeerComparison.Found.Nothing(peer), noon.plusSeconds(20));
        assertThat(get("/status").body())
                .contains("\nnot-compared http://peer.example since 2026-11-24T12:00:10Z"
                        + " last-compared 2026-11-24T12:00:00Z");
        comparisons.note(new PeerComparison.Found.Same(peer, 9), noon.plusSeconds(30));
        assertThat(get("/status").body()).doesNotContain("not-compared");
        comparisons.note(new PeerComparison.Found.Contradiction(peer, 9, 9), noon.plusSeconds(40));
        assertThat(get("/status").body())
                .contains("\ncontradicted http://peer.example last-compared 2026-11-24T12:00:40Z")
                .doesNotContain("\ncompared");
    }

    /** What a question costs is a look at the disk: one address may not ask without end. */
    @Test
    void whoAsksForTooManyCertificatesIsToldToWait() throws Exception {
        String path = "/" + Witness.originHash(SampleLog.ORIGIN) + "/certificates/" + "0".repeat(64);
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        for (int i = 0; i < 5_000 && answer.statusCode() == 404; i++) {
            answer = get(path);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(get("/witness.vkey").statusCode()).isEqualTo(200);
    }

    /**
     * It is answered once it is too long, whatever is still to come. The client sends no more than that: one that goes
     * on may find the connection reset before it has read the answer, which is as lawful.
     */
    @Test
    void aRequestWithoutEndIsCutOff() throws Exception {
        Map<String, String> before = kept();
        try (Socket endless = new Socket("127.0.0.1", server.port())) {
            endless.setSoTimeout(PATIENCE_MILLIS);
            OutputStream request = endless.getOutputStream();
            request.write("POST /add-checkpoint HTTP/1.1\r\nHost: witness\r\nContent-Length: 999999999999\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            request.write(Arrays.copyOf(log.request(0, 7), AddCheckpoint.MAX_BYTES + 1));
            request.flush();
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(endless.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 400 ");
        }
        assertThat(kept()).isEqualTo(before);
        assertThat(witness.newest(SampleLog.ORIGIN)).isEmpty();
        assertThat(post(log.request(0, 7)).statusCode()).isEqualTo(200);
        assertThat(kept()).isNotEqualTo(before);
    }

    /** The witness's files with what is in them. */
    private Map<String, String> kept() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        try (Stream<Path> files = Files.walk(temp.resolve("witness"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                kept.put(file.toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return kept;
    }

    /** The other side: the log asks over HTTP, learns from a 409 where the witness is, and takes only its own line. */
    @Test
    void aLogBringsAWitnessOfOthersUpToDate() throws Exception {
        post(log.request(0, 3));
        RemoteWitness remote = new RemoteWitness(new Web(), address(""), witness.key());
        Checkpoint checkpoint = checkpoint(9);
        try (Cosigning cosigning = Cosigning.of(
                SampleLog.ORIGIN,
                List.of(remote),
                List.of(),
                keys -> SealingRule.open(temp.resolve("sealing.policy"), SampleLog.ORIGIN, keys, true),
                Optional.empty())) {
            cosigning.offer(checkpoint, view());
            Checkpoint cosigned = cosigning.cosigned(9, Duration.ofSeconds(60)).orElseThrow();
            SignedNote note = SignedNote.parse(cosigned.note());
            assertThat(note.signatures()).hasSize(2);
            assertThat(witness.key().on(note)).isInstanceOf(WitnessKey.Finding.Cosigned.class);
            assertThat(cosigning.status().getFirst().trouble()).isEmpty();
        }
    }

    @Test
    void aWitnessThatAnswersUnderAnotherKeyIsNotBelieved() throws Exception {
        WitnessKey expected = new WitnessKey("w.example", new byte[32]);
        RemoteWitness remote = new RemoteWitness(new Web(), address(""), expected);
        AddCheckpoint request = AddCheckpoint.of(0, List.of(), log.checkpoint(3));
        assertThatThrownBy(() -> remote.ask(request))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("no line of w.example");
        server.close();
        assertThatThrownBy(() -> remote.ask(request)).isInstanceOf(LedgerException.Unavailable.class);
    }

    private Checkpoint checkpoint(int size) {
        SignedNote note = log.checkpoint(size);
        return new Checkpoint(
                SampleLog.ORIGIN, log.head(size), Clock.systemUTC().instant(), note.render());
    }

    private LogView view() {
        return new LogView() {
            @Override
            public long size() {
                return log.size();
            }

            @Override
            public List<Hash> consistencyProof(long from, long to) {
                return log.proof((int) from, (int) to);
            }

            @Override
            public List<byte[]> entries(long from, long to) {
                throw new UnsupportedOperationException("nobody judges here");
            }
        };
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(address("/add-checkpoint")).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address(path)).GET());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
