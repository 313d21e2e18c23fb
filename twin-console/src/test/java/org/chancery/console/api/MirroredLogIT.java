package org.chancery.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.chancery.engine.Engine;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Head;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * A stranger mirrors a log that three voters write and two witnesses cosign, over HTTP, while it grows; and refuses
 * whatever a server shows in the place of the truth.
 */
class MirroredLogIT {

    private static final String ORIGIN = "chancery.test/mirrored";

    /** More than 65,536, so that there is a full tile of hashes above the lowest. */
    private static final int LEAVES = 66_100;

    private static final int PROVEN = 1_000;
    private static final int SIZES = 100;
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
    private static final List<String> NO_WITNESSES = List.of();

    @TempDir
    private static Path temp;

    private static final long seed = Long.getLong("chancery.seed", System.nanoTime());
    private static final Random random = new Random(seed);
    private static GoMirror go;
    private static Quorum quorum;
    private static LyingLedger server;
    private static Tomcat tomcat;
    private static String address;
    private static volatile boolean growing = true;
    private static Thread growth;

    @BeforeAll
    static void serve() throws Exception {
        System.out.println("MirroredLogIT seed " + seed + " (repeat with -Dchancery.seed=" + seed + ")");
        go = GoMirror.build(temp);
        QuorumConfig config = QuorumConfig.singleMachine(ORIGIN, temp.resolve("data"));
        Quorum.start(config).close(); // makes the keys
        fillStores();
        quorum = Quorum.start(config);
        server = new LyingLedger(quorum.ledger());
        open(server.shown());
        growth = Thread.ofPlatform().daemon().start(MirroredLogIT::grow);
    }

    /** As voters do that copy a long log from a peer; to append as much through the group would take a minute. */
    private static void fillStores() throws IOException {
        Random content = new Random(seed);
        try (LogStore store = LogStore.open(store("voter-1"))) {
            for (int i = 0; i < LEAVES; i++) {
                byte[] entry = new byte[content.nextInt(80)];
                content.nextBytes(entry);
                store.copy(new UUID(seed, i), 1, entry, new byte[0]);
            }
        }
        for (Path copy : List.of(store("voter-2"), store("voter-3"), temp.resolve("other"))) {
            copyFolder(store("voter-1"), copy);
        }
    }

    private static Path store(String voter) {
        return temp.resolve("data").resolve(voter).resolve("store");
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void open(Ledger ledger) throws Exception {
        Engine engine = (Engine) Proxy.newProxyInstance(
                Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method, asked) -> {
                    assertThat(method.getName()).isEqualTo("ledger");
                    return ledger;
                });
        GenericWebApplicationContext web = new GenericWebApplicationContext();
        web.registerBean(LogApi.class, () -> new LogApi(engine, new LogKeyFile(temp.resolve("data/log.vkey"))));
        tomcat = new Tomcat();
        tomcat.setBaseDir(temp.resolve("tomcat").toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", temp.toString());
        Tomcat.addServlet(context, "web", new DispatcherServlet(web));
        context.addServletMappingDecoded("/", "web");
        tomcat.start();
        address = "http://127.0.0.1:" + tomcat.getConnector().getLocalPort();
    }

    /** The log grows all the time, slowly enough for a stranger to keep up. */
    private static void grow() {
        Ledger ledger = quorum.ledger();
        while (growing) {
            UUID id = UUID.randomUUID();
            try {
                ledger.append(
                        new Entry(id, ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8), new byte[0]),
                        ledger.writableTerm().orElse(0L));
            } catch (LedgerException busy) {
                assertThat(busy).isNotInstanceOf(LedgerException.DamagedStore.class);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        growing = false;
        growth.join();
        tomcat.stop();
        tomcat.destroy();
        quorum.close();
    }

    @AfterEach
    void tellTheTruthAgain() {
        server.tell(new LyingLedger.Lie() {});
    }

    @Test
    void theWholeLogIsMirroredAndProvenAndGoesOnFromWhatWasShown() throws Exception {
        Path mirror = temp.resolve("mirror");
        GoMirror.Outcome first = mirror(mirror, witnesses());
        System.out.print("MirroredLogIT: " + first.said());
        assertThat(first.status()).as(first.said()).isZero();
        assertThat(first.said())
                .startsWith(ORIGIN + ": 3 signatures, ")
                .contains(", " + PROVEN + " proven, " + SIZES + " older sizes; grown to ");
        assertThat(mirror.resolve("tile/1/000"))
                .as("a full tile of the second level")
                .hasSize(256 * 32);
        assertThat(mirror(mirror, witnesses()).status()).as("a second visit").isZero();
    }

    @Test
    void aFlippedBitInATileOrABundleIsRefused() throws Exception {
        for (int level : new int[] {0, 1}) {
            long place = level == 0 ? random.nextInt(LEAVES / 256) : 0;
            refused("tile/" + level + "/", new LyingLedger.Lie() {
                @Override
                public byte[] tile(int asked, long index, int width, byte[] truth) {
                    return asked == level && index == place ? flipped(truth) : truth;
                }
            });
        }
        int bundle = random.nextInt(LEAVES / 256);
        // in an entry the root tells, in the length of one the bundle does not hold what it says
        refused("entries", new LyingLedger.Lie() {
            @Override
            public byte[] entries(long index, int width, byte[] truth) {
                return index == bundle ? flipped(truth) : truth;
            }
        });
    }

    @Test
    void anotherRootIsRefusedWhoeverSignedIt() throws Exception {
        refused("checkpoint: invalid signature for key", altered(3, line -> "A".repeat(43) + "="));
        LogKey key = LogKey.open(temp.resolve("data/voter-1/keys/log.p12"), ORIGIN);
        Checkpoint other;
        try (LogStore small = LogStore.open(temp.resolve("small"))) {
            small.append(new UUID(0, 0), 1, 0, new byte[] {1}, new byte[0]);
            other = key.sign(new Head(LEAVES, small.head().root()), NOW);
        }
        assertRefused("the entries do not lead to the signed root", NO_WITNESSES, temp.resolve("signed"), shows(other));
    }

    @Test
    void aCheckpointThatAWitnessDidNotSignIsRefused() throws Exception {
        refused("checkpoint: invalid signature for key", new LyingLedger.Lie() {
            @Override
            public Checkpoint published(Checkpoint truth) {
                // the last line is a witness's: its signature is made another
                int at = truth.note().length() - 20;
                char wrong = truth.note().charAt(at) == 'A' ? 'B' : 'A';
                return with(
                        truth,
                        truth.note().substring(0, at) + wrong + truth.note().substring(at + 1));
            }
        });
    }

    /** Sound in itself and signed by the log's own key; only who remembers what was shown before can tell. */
    @Test
    void aSecondLogUnderTheSameNameAndAnOlderStateAreRefused() throws Exception {
        Path kept = temp.resolve("kept");
        assertThat(mirror(kept, witnesses()).status()).isZero();
        LogKey key = LogKey.open(temp.resolve("data/voter-1/keys/log.p12"), ORIGIN);
        try (LogStore other = LogStore.open(temp.resolve("other"))) {
            Checkpoint older = key.sign(other.head(), NOW);
            assertRefused("the log went back", NO_WITNESSES, onlyCheckpoint(kept, "back"), shows(older));
            long size = awaitGrowthBeyond(kept);
            for (long i = other.head().size(); i < size; i++) {
                other.copy(new UUID(7, i), 1, new byte[] {'x'}, new byte[0]);
            }
            Checkpoint split = key.sign(other.head(), NOW);
            assertRefused("consistency", NO_WITNESSES, onlyCheckpoint(kept, "split"), new LyingLedger.Lie() {
                @Override
                public byte[] tile(int level, long index, int width, byte[] truth) {
                    return other.tile(level, index, width);
                }

                @Override
                public Checkpoint published(Checkpoint truth) {
                    return split;
                }
            });
        }
    }

    private static long awaitGrowthBeyond(Path mirror) throws Exception {
        long kept =
                Long.parseLong(Files.readAllLines(mirror.resolve("checkpoint")).get(1));
        while (quorum.ledger().head().size() <= kept) {
            LockSupport.parkNanos(5_000_000);
        }
        return quorum.ledger().head().size();
    }

    private static Path onlyCheckpoint(Path mirror, String name) throws Exception {
        Path fresh = Files.createDirectory(temp.resolve(name));
        return Files.copy(mirror.resolve("checkpoint"), fresh.resolve("checkpoint"))
                .getParent();
    }

    private static LyingLedger.Lie shows(Checkpoint checkpoint) {
        return new LyingLedger.Lie() {
            @Override
            public Checkpoint published(Checkpoint truth) {
                return checkpoint;
            }
        };
    }

    private static LyingLedger.Lie altered(int line, UnaryOperator<String> change) {
        return new LyingLedger.Lie() {
            @Override
            public Checkpoint published(Checkpoint truth) {
                String[] lines = truth.note().split("\n", -1);
                lines[line - 1] = change.apply(lines[line - 1]);
                return with(truth, String.join("\n", lines));
            }
        };
    }

    private static Checkpoint with(Checkpoint truth, String note) {
        return new Checkpoint(truth.origin(), truth.head(), truth.signedAt(), note);
    }

    private static byte[] flipped(byte[] truth) {
        byte[] altered = truth.clone();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        return altered;
    }

    private static List<String> witnesses() {
        return quorum.ledger().witnesses().status().stream()
                .map(WitnessStatus::verifierKey)
                .toList();
    }

    private static void refused(String why, LyingLedger.Lie lie) throws Exception {
        assertRefused(why, witnesses(), temp.resolve("lied-to-" + random.nextLong(Long.MAX_VALUE)), lie);
    }

    private static void assertRefused(String why, List<String> witnesses, Path folder, LyingLedger.Lie lie)
            throws Exception {
        server.tell(lie);
        GoMirror.Outcome outcome = mirror(folder, witnesses);
        assertThat(outcome.status()).as(outcome.said()).isEqualTo(1);
        assertThat(outcome.said()).startsWith("refused: ").contains(why);
        System.out.print("MirroredLogIT: " + outcome.said());
    }

    private static GoMirror.Outcome mirror(Path folder, List<String> witnesses) throws Exception {
        return go.mirror(address, quorum.verifierKey(), folder, seed, PROVEN, SIZES, witnesses);
    }
}
