package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.Disk;
import org.chancery.ledger.log.FaultyDisk;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.log.NaiveTree;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A judge goes on where its state was kept last, and says what one says that was given everything; whatever is torn,
 * altered or somebody else's is not used, and all is read anew.
 */
class JudgeStateTest {

    private static final String ORIGIN = "log.example";
    private static final int[] KEPT_AT = {4, 7};

    @TempDir
    private Path temp;

    private final List<String> entries = new ArrayList<>();
    private final NaiveTree tree = new NaiveTree();
    private final List<Long> given = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T01:00:00Z");
    private SigningKey key;

    private final LogView log = new LogView() {
        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public List<Hash> consistencyProof(long from, long to) {
            return tree.consistency((int) from, (int) to);
        }

        @Override
        public List<byte[]> entries(long from, long to) {
            return entries.subList((int) from, (int) Math.min(to, from + 2)).stream()
                    .map(entry -> entry.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    };

    @BeforeEach
    void begin() {
        key = key("own");
        append("a", "b", "a", "c", "a", "b", "d", "c", "a", "b", "e", "a");
    }

    private SigningKey key(String name) {
        return SigningKey.open(temp.resolve(name + ".p12"), "lawfulness", "w.example/lawfulness");
    }

    private void append(String... more) {
        for (String entry : more) {
            entries.add(entry);
            tree.add(entry.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Head head(long size) {
        return new Head(size, tree.root((int) size));
    }

    private JudgeFolder folder(Path folder, Disk disk) {
        return new JudgeFolder(folder, disk, key, ORIGIN);
    }

    private JudgeFolder folder(Path folder) {
        return folder(folder, new FileDisk(folder));
    }

    private Optional<Reading> goingOn(JudgeFolder folder, long size) {
        return Reading.goingOn(() -> new TallyJudge("1", given), folder, head(size), log);
    }

    /** Keeps at {@link #KEPT_AT}, and reads one entry more. */
    private void keep(JudgeFolder folder) throws IOException {
        try (Reading reading = Reading.anew(new TallyJudge("1", given), folder)) {
            for (int size : KEPT_AT) {
                reading.upTo(size, log, () -> true);
                reading.keep();
            }
            reading.upTo(KEPT_AT[1] + 1, log, () -> true);
        }
    }

    @Test
    void anotherOneGoesOnWhereItWas() throws IOException {
        JudgeFolder folder = folder(temp.resolve("judge"));
        keep(folder);
        given.clear();
        try (Reading reading = goingOn(folder, 12).orElseThrow()) {
            assertThat(reading.head()).isEqualTo(head(7));
            reading.upTo(12, log, () -> true);
            assertThat(given).containsExactly(7L, 8L, 9L, 10L, 11L);
            assertThat(reading.findings()).isEqualTo(TallyJudge.expected(entries));
            assertThat(reading.head()).isEqualTo(head(12));
            reading.keep();
        }
        try (Reading again = goingOn(folder, 12).orElseThrow()) {
            assertThat(again.findings()).isEqualTo(TallyJudge.expected(entries));
        }
    }

    /** The process dies at each step of the disk, before or after it, killed or without power. */
    @Test
    void whereverItDiesTheNextOneFindsTheStateBeforeOrAfter() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int deaths = 0;
        List<String> steps = new ArrayList<>();
        for (int dieAt = 1; ; dieAt++) {
            boolean died = false;
            for (FaultyDisk.Fault fault : List.of(
                    new FaultyDisk.Fault.NotDone(), new FaultyDisk.Fault.Done(), new FaultyDisk.Fault.Torn(9))) {
                for (boolean powerLost : new boolean[] {false, true}) {
                    FaultyDisk disk = new FaultyDisk(dieAt, fault);
                    Path folder = temp.resolve(dieAt + fault.getClass().getSimpleName() + powerLost);
                    int kept = keepUntilDead(folder(folder, disk));
                    if (kept < 0) {
                        continue;
                    }
                    died = true;
                    deaths++;
                    steps.add(disk.lastStep());
                    if (powerLost) {
                        disk.losePower(random);
                    }
                    assertThat(sizeAfter(folder(folder, FaultyDisk.sound())))
                            .as("seed %d, %s, %s, power lost: %s", seed, disk.lastStep(), fault, powerLost)
                            .isIn(kept == 0 ? 0L : KEPT_AT[kept - 1], (long) KEPT_AT[Math.min(kept, 1)]);
                }
            }
            if (!died) {
                break;
            }
        }
        System.out.println("JudgeStateTest: seed " + seed + ", " + deaths + " deaths");
        assertThat(steps).contains("rename to memory", "sync records-1", "write records-1", "sync memory.tmp");
    }

    /** @return how often it was kept before it died; -1 if it did not die */
    private int keepUntilDead(JudgeFolder folder) {
        int kept = 0;
        try (Reading reading = Reading.anew(new TallyJudge("1", given), folder)) {
            for (int size : KEPT_AT) {
                reading.upTo(size, log, () -> true);
                if (!reading.findings().equals(TallyJudge.expected(entries).subList(0, size))) {
                    return kept; // this judge cannot judge without a memory
                }
                reading.keep();
                kept++;
            }
            reading.upTo(KEPT_AT[1] + 1, log, () -> true);
            return -1;
        } catch (IOException | LedgerException dead) {
            return kept;
        }
    }

    /** Where the next one goes on; whatever it finds, it says in the end what it must. */
    private long sizeAfter(JudgeFolder folder) {
        Optional<Reading> found = goingOn(folder, 12);
        long size = found.map(reading -> reading.head().size()).orElse(0L);
        try (Reading reading = found.orElseGet(() -> Reading.anew(new TallyJudge("1", given), folder))) {
            reading.upTo(12, log, () -> true);
            assertThat(reading.findings()).isEqualTo(TallyJudge.expected(entries));
        }
        return size;
    }

    @Test
    void aFlippedByteOrACutFileIsNotUsed() throws IOException {
        Path folder = temp.resolve("judge");
        keep(folder(folder));
        for (String name : List.of("memory", "records-1")) {
            Path file = folder.resolve(name);
            byte[] genuine = Files.readAllBytes(file);
            int signedFor = name.equals("memory") ? genuine.length : recordsAt(KEPT_AT[1]);
            assertThat(genuine.length).isGreaterThanOrEqualTo(signedFor);
            for (int at = 0; at < signedFor; at++) {
                byte[] altered = genuine.clone();
                altered[at] ^= 0x10;
                Files.write(file, altered);
                assertThat(goingOn(folder(folder), 12)).as(name + " " + at).isEmpty();
                Files.write(file, Arrays.copyOf(genuine, at));
                assertThat(goingOn(folder(folder), 12))
                        .as(name + " cut at " + at)
                        .isEmpty();
            }
            Files.write(file, genuine);
            try (Reading whole = goingOn(folder(folder), 12).orElseThrow()) {
                assertThat(whole.head()).isEqualTo(head(7));
            }
            Files.write(file, genuine);
        }
        Files.delete(folder.resolve("records-1"));
        assertThat(goingOn(folder(folder), 12)).isEmpty();
    }

    /** A record of this judge: length, key, two numbers. */
    private static int recordsAt(int size) {
        return size * (Integer.BYTES + NameIndex.KEY + 2 * Long.BYTES);
    }

    @Test
    void whatIsSomebodyElsesIsNotUsed() throws IOException {
        Path folder = temp.resolve("judge");
        keep(folder(folder));
        JudgeFolder own = folder(folder);
        assertThat(Reading.goingOn(() -> new TallyJudge("2", given), own, head(12), log))
                .as("other rules")
                .isEmpty();
        assertThat(goingOn(new JudgeFolder(folder, new FileDisk(folder), key, "other.example"), 12))
                .as("another log")
                .isEmpty();
        assertThat(goingOn(new JudgeFolder(folder, new FileDisk(folder), key("other"), ORIGIN), 12))
                .as("another key")
                .isEmpty();
        assertThat(goingOn(own, 6)).as("more than was cosigned").isEmpty();
        entries.clear();
        NaiveTree other = new NaiveTree();
        for (String entry : List.of("a", "b", "a", "x", "a", "b", "d", "c")) {
            other.add(entry.getBytes(StandardCharsets.UTF_8));
        }
        LogView rewritten = new LogView() {
            @Override
            public long size() {
                return 8;
            }

            @Override
            public List<Hash> consistencyProof(long from, long to) {
                return other.consistency((int) from, (int) to);
            }

            @Override
            public List<byte[]> entries(long from, long to) {
                throw new AssertionError("nothing is read");
            }
        };
        for (int size : new int[] {7, 8}) {
            Head head = new Head(size, other.root(size));
            assertThat(Reading.goingOn(() -> new TallyJudge("1", given), own, head, rewritten))
                    .as("a log with another beginning, of " + size)
                    .isEmpty();
        }
        assertThat(goingOn(own, 12)).as("what was refused stays as it was").isPresent();
    }

    @Test
    void aRecordAlteredWhileItIsInUseIsFoundAndAllIsReadAnew() throws IOException {
        Jury jury = jury();
        jury.judge(head(7), log);
        Path records = temp.resolve("judge/records-1");
        byte[] altered = Files.readAllBytes(records);
        altered[recordsAt(5) - 1] ^= 1; // the newest record of a
        Files.write(records, altered);
        assertThatThrownBy(() -> jury.judge(head(12), log)).isInstanceOf(LedgerException.Unavailable.class);
        now = now.plusSeconds(11);
        given.clear();
        jury.judge(head(12), log);
        assertThat(given).startsWith(0L, 1L).hasSize(12);
        assertThat(jury.newest().orElseThrow().findings()).isEqualTo(TallyJudge.expected(entries));
        jury.close();
    }

    @Test
    void aJuryKeepsItsJudgesStateEachMinuteAndWhenItIsClosed() throws IOException {
        Jury jury = jury();
        jury.judge(head(3), log);
        assertThat(temp.resolve("judge/memory")).doesNotExist();
        now = now.plusSeconds(60);
        jury.judge(head(5), log);
        assertThat(temp.resolve("judge/memory")).exists();
        jury.judge(head(7), log);
        given.clear();
        try (Jury next = jury()) {
            next.judge(head(8), log);
            assertThat(given).as("as after a crash").containsExactly(5L, 6L, 7L);
        }
        given.clear();
        try (Jury next = jury()) {
            next.judge(head(8), log);
            assertThat(given).isEmpty();
            next.judge(head(12), log);
            assertThat(given).containsExactly(8L, 9L, 10L, 11L);
            assertThat(next.newest().orElseThrow().findings()).isEqualTo(TallyJudge.expected(entries));
        }
    }

    private Jury jury() {
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        StatementFiles files = new StatementFiles(temp.resolve("log"), new FileDisk(temp));
        return new Jury(
                ORIGIN,
                key,
                "w.example",
                () -> new TallyJudge("1", given),
                files,
                temp.resolve("certificates"),
                folder(temp.resolve("judge")),
                clock);
    }

    @Test
    void nothingIsLeftBehind() throws IOException {
        Path folder = temp.resolve("judge");
        keep(folder(folder));
        keep(folder(folder));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("memory", "records-2");
        }
    }
}
