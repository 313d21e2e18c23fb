package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.chancery.ledger.LogFiles;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.ledger.verify.SignedNote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A witness against the forger: what it is asked to cosign, what it reads of a log that it follows, what its peers show
 * it, and the models that it judges by. The seed is new each time, and printed.
 */
class WitnessForgerTest {

    private static final int LAST = 7;

    @TempDir
    private Path temp;

    private long seed;
    private Random random;

    @BeforeEach
    void draw() {
        seed = System.nanoTime();
        random = new Random(seed);
    }

    @Test
    void noForgedRequestIsCosigned() throws Exception {
        SampleLog log = SampleLog.in(temp, 40);
        try (Witness witness = Witness.open(
                temp.resolve("witness"), "court.example/witness", List.of(log.verifierKey()), Clock.systemUTC())) {
            Answer first = witness.add(log.request(0, LAST));
            Optional<SignedNote> newest = witness.newest(SampleLog.ORIGIN);
            Map<String, byte[]> forged =
                    new RequestForgeries(log, LAST, ((Answer.Cosigned) first).line(), temp, seed).all();
            Map<String, Integer> answers = new TreeMap<>();
            forged.forEach((name, request) -> {
                Answer answer = witness.add(request);
                assertThat(answer).as("seed " + seed + ": " + name).isNotInstanceOf(Answer.Cosigned.class);
                answers.merge(
                        answer instanceof Answer.Refused refused
                                ? refused.reason().name()
                                : "CONFLICT",
                        1,
                        Integer::sum);
            });
            System.out.println(
                    "WitnessForgerTest: seed " + seed + ", " + forged.size() + " requests, none cosigned: " + answers);
            assertThat(forged).hasSizeGreaterThan(500);
            assertThat(answers)
                    .containsOnlyKeys(
                            "CONFLICT",
                            "FORGED",
                            "MALFORMED",
                            "NOT_CONSISTENT",
                            "NOT_SIGNED",
                            "OLD_BEYOND_NEW",
                            "SPLIT_VIEW",
                            "UNKNOWN_LOG");
            assertThat(witness.newest(SampleLog.ORIGIN).map(SignedNote::render))
                    .isEqualTo(newest.map(SignedNote::render));
            for (int next : new int[] {LAST, LAST + 1, 2 * LAST, log.size()}) {
                int old = next == LAST + 1 ? LAST : next == 2 * LAST ? LAST + 1 : next == LAST ? LAST : 2 * LAST;
                assertThat(witness.add(log.request(old, next))).isInstanceOf(Answer.Cosigned.class);
            }
        }
    }

    /** Checkpoint and tiles come from a server that may change every bit of them. */
    @Test
    void whatTheLogDidNotSignIsNotCosignedByWhoFollowsIt() throws Exception {
        try (ServedLog log = ServedLog.start(temp, "log.example")) {
            log.growTo(300);
            for (int i = 0; i < 150; i++) {
                try (Witness witness = Witness.open(
                        temp.resolve("witness " + i),
                        "court.example/witness",
                        List.of(log.key.verifierKey()),
                        Clock.systemUTC())) {
                    LogFollower follower = new LogFollower(new RemoteLog(new Web(), log.address()), witness);
                    log.other.clear();
                    log.growTo(300 + i);
                    assertThat(follower.look()).isEqualTo(new LogFollower.Look.Cosigned("log.example", 300 + i));
                    Optional<String> newest = witness.newest("log.example").map(SignedNote::render);
                    log.growTo(301 + i);
                    byte[] shown = log.shown().note().getBytes(StandardCharsets.UTF_8);
                    log.other.put("/checkpoint", flipped(shown));
                    follower.look();
                    assertThat(witness.newest("log.example").map(SignedNote::render))
                            .as("seed " + seed + ": " + i)
                            .isEqualTo(newest);
                    assertThat(witness.logs().iterator().next().splitViews()).isEmpty();
                }
            }
        }
        System.out.println("WitnessForgerTest: seed " + seed + ", 150 checkpoints of a server, none cosigned");
    }

    /** A proof is computed from tiles; a changed one proves nothing, and accuses nobody. */
    @Test
    void changedTilesMakeNoProof() throws Exception {
        try (ServedLog log = ServedLog.start(temp, "log.example");
                Witness witness = Witness.open(
                        temp.resolve("witness"),
                        "court.example/witness",
                        List.of(log.key.verifierKey()),
                        Clock.systemUTC())) {
            LogFiles files = new LogFiles(log.store(), log::shown);
            log.growTo(300);
            new LogFollower(new RemoteLog(new Web(), log.address()), witness).look();
            Optional<String> newest = witness.newest("log.example").map(SignedNote::render);
            log.growTo(520);
            List<String> tiles = List.of("/tile/0/000", "/tile/0/001", "/tile/0/002.p/8", "/tile/1/000.p/2");
            for (int i = 0; i < 100; i++) {
                for (String tile : tiles) {
                    log.other.put(tile, scrambled(files.get(tile).orElseThrow().body()));
                }
                LogFollower.Look look = new LogFollower(new RemoteLog(new Web(), log.address()), witness).look();
                assertThat(look).as("seed " + seed + ": " + i).isNotInstanceOf(LogFollower.Look.Cosigned.class);
                assertThat(witness.newest("log.example").map(SignedNote::render))
                        .isEqualTo(newest);
            }
            log.other.clear();
            assertThat(new LogFollower(new RemoteLog(new Web(), log.address()), witness).look())
                    .isEqualTo(new LogFollower.Look.Cosigned("log.example", 520));
        }
        System.out.println("WitnessForgerTest: seed " + seed + ", 100 sets of tiles, none cosigned");
    }

    @Test
    void noForgedCheckpointOfAPeerAccusesTheLog() throws Exception {
        try (ServedLog log = ServedLog.start(temp, "log.example");
                ServedLog other = log.toOthers(temp.resolve("other"), "other");
                ServedLog peer = ServedLog.start(Files.createDirectory(temp.resolve("peer")), "peer.example");
                Witness witness = Witness.open(
                        temp.resolve("witness"),
                        "court.example/witness",
                        List.of(log.key.verifierKey()),
                        Clock.systemUTC())) {
            log.growTo(20);
            other.growTo(20);
            RemoteLog read = new RemoteLog(new Web(), log.address());
            new LogFollower(read, witness).look();
            String path = "/" + Witness.originHash("log.example") + "/checkpoint";
            PeerComparison comparison = new PeerComparison(witness, new Web(), peer.address());
            byte[] genuine = log.shown().note().getBytes(StandardCharsets.UTF_8);
            byte[] lie = other.shown().note().getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 150; i++) {
                peer.other.put(path, flipped(i % 2 == 0 ? genuine : lie));
                assertThat(comparison.compare("log.example", read))
                        .as("seed " + seed + ": " + i)
                        .isInstanceOf(PeerComparison.Found.Worthless.class);
            }
            WitnessedLog kept = witness.logs().iterator().next();
            assertThat(kept.splitViews()).isEmpty();
            assertThat(kept.inconsistencies()).isEmpty();
            peer.other.put(path, lie);
            assertThat(comparison.compare("log.example", read)).isInstanceOf(PeerComparison.Found.Contradiction.class);
        }
        System.out.println("WitnessForgerTest: seed " + seed + ", 150 checkpoints of a peer, nobody accused");
    }

    @Test
    void noRewrittenModelIsJudgedBy() throws Exception {
        byte[] model = "<decision id='fee'><rule when='capital &lt; 500000' then='0.02'/></decision>"
                .repeat(40)
                .getBytes(StandardCharsets.UTF_8);
        String hash = Base64.getUrlEncoder().withoutPadding().encodeToString(Rfc6962.sha256(model));
        try (ServedLog log = ServedLog.start(temp, "log.example")) {
            for (int i = 0; i < 100; i++) {
                log.other.put("/models/" + hash, i % 2 == 0 ? flipped(model) : scrambled(model));
                RemoteModels models = new RemoteModels(new Web(), log.address(), Clock.systemUTC());
                assertThat(models.byHash(hash)).as("seed " + seed + ": " + i).isEmpty();
            }
            log.other.put("/models/" + hash, model);
            assertThat(new RemoteModels(new Web(), log.address(), Clock.systemUTC()).byHash(hash))
                    .contains(model);
        }
    }

    private byte[] flipped(byte[] bytes) {
        byte[] flipped = bytes.clone();
        flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    /** One bit of every 32 bytes, so that no hash is as it was. */
    private byte[] scrambled(byte[] bytes) {
        byte[] scrambled = Arrays.copyOf(bytes, bytes.length);
        for (int at = 0; at < bytes.length; at += 32) {
            scrambled[at + random.nextInt(Math.min(32, bytes.length - at))] ^= (byte) (1 << random.nextInt(8));
        }
        return scrambled;
    }
}
