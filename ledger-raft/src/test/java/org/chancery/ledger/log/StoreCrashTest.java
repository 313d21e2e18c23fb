package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of failures: at every step by which the store touches the disk, the process dies with the step done, not
 * done or half done, with and without a loss of power; and it may die again while it recovers. What is opened then is
 * an exact prefix of what was applied, and applying the rest again gives the log that no failure would have given.
 */
class StoreCrashTest {

    private static final List<FaultyDisk.Fault> FAULTS = List.of(
            new FaultyDisk.Fault.NotDone(),
            new FaultyDisk.Fault.Done(),
            new FaultyDisk.Fault.Torn(1),
            new FaultyDisk.Fault.Torn(4),
            new FaultyDisk.Fault.Torn(7),
            new FaultyDisk.Fault.Torn(8),
            new FaultyDisk.Fault.Torn(9),
            new FaultyDisk.Fault.Torn(50),
            new FaultyDisk.Fault.Torn(-1));

    private static final StoreState.Sealing EACH_TILE = new StoreState.Sealing(1, Long.MAX_VALUE);
    private static final StoreState.Sealing TWO_TILES = new StoreState.Sealing(2, Long.MAX_VALUE);

    /** Of the cases that are not all tried, one in so many. */
    private static final int SAMPLE = 20;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("chancery.seed", System.nanoTime());

    /** Raft entries by index: every seventh makes no leaf. */
    private static void apply(LogStore store, long entry) {
        if (makesLeaf(entry)) {
            store.append(id(entry), 1, entry, publicPart(entry), privatePart(entry));
        } else {
            store.applied(1, entry);
        }
    }

    private static boolean makesLeaf(long entry) {
        return entry % 7 != 3;
    }

    private static UUID id(long entry) {
        return new UUID(entry * 0x9E3779B97F4A7C15L, entry);
    }

    private static byte[] publicPart(long entry) {
        return ("{\"entry\":" + entry + "}").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] privatePart(long entry) {
        return new byte[(int) (entry % 90)];
    }

    @Test
    void everyStepOfBeginningAStore() throws IOException {
        Table table = new Table(folder, 0, 12, 0, true);
        table.run();
        assertThat(table.failed)
                .contains("create journal.tmp", "write journal.tmp", "sync journal.tmp")
                .contains("rename to journal", "sync folder store", "write journal", "sync journal")
                .contains("create synced.tmp", "write synced.tmp", "sync synced.tmp", "rename to synced");
    }

    @Test
    void everyStepOfAppendingAndSealing() throws IOException {
        Table table = new Table(folder, 292, 14, 1, true);
        table.run();
        assertThat(table.failed)
                .contains("create folder private", "create folder tile/entries", "create folder tile/0")
                .contains("create private/000.tmp", "write private/000.tmp", "sync private/000.tmp")
                .contains("rename to private/000", "sync folder private")
                .contains("create tile/entries/000.tmp", "write tile/entries/000.tmp", "sync tile/entries/000.tmp")
                .contains("rename to tile/entries/000", "sync folder tile/entries")
                .contains("create tile/0/000.tmp", "write tile/0/000.tmp", "sync tile/0/000.tmp")
                .contains("rename to tile/0/000", "sync folder tile/0")
                .contains("write journal.tmp", "rename to journal", "write journal", "sync journal");
    }

    /** Two tiles leave the journal at once, and one of them is not the first of its kind. */
    @Test
    void everyStepOfSealingSeveralTiles() throws IOException {
        Table table = new Table(folder, 1190, 9, 1, true);
        table.sealing = TWO_TILES;
        table.run();
        assertThat(table.failed)
                .contains("write private/002.tmp", "sync private/002.tmp", "rename to private/002")
                .contains("write private/003.tmp", "sync private/003.tmp", "rename to private/003")
                .contains("write tile/entries/002.tmp", "rename to tile/entries/003")
                .contains("write tile/0/002.tmp", "rename to tile/0/002")
                .contains("write tile/0/003.tmp", "rename to tile/0/003")
                .contains("write journal.tmp", "rename to journal", "write journal", "sync journal")
                .doesNotContain("write tile/0/001.tmp");
    }

    /** A store whose last process was killed while it wrote a frame. */
    @Test
    void everyStepOfCuttingATornJournal() throws IOException {
        Table table = new Table(folder, 200, 3, 0, true);
        table.spoiling = store -> {
            byte[] frame = new JournalFrame.NoLeaf(new LogStore.Applied(1, 200)).encode();
            Files.write(store.resolve("journal"), Arrays.copyOf(frame, 9), StandardOpenOption.APPEND);
        };
        table.run();
        assertThat(table.failed).contains("sync folder store", "truncate journal", "write journal");
    }

    /** The 65,536th leaf fills a tile of the second level and a file of ids: every step of these, others by sample. */
    @Test
    void stepsOfSealingATileOfTheSecondLevelAndOfMakingTheIdsAgain() throws IOException {
        Table table = new Table(folder, 76_454, 10, 1, false);
        table.surely = step -> step.contains("ids") || step.contains("tile/1");
        table.run();
        assertThat(table.failed)
                .contains("create folder private/ids", "create private/ids/000.tmp", "write private/ids/000.tmp")
                .contains("sync private/ids/000.tmp", "rename to private/ids/000", "sync folder private/ids")
                .contains("create folder tile/1", "create tile/1/000.tmp", "write tile/1/000.tmp")
                .contains("sync tile/1/000.tmp", "rename to tile/1/000", "sync folder tile/1");

        Table again = new Table(folder, 76_464, 1, 0, false);
        again.filledStore = table.whole;
        again.spoiling = store -> Files.delete(TilePath.ids(store, 0));
        again.surely = step -> step.contains("ids");
        again.run();
        assertThat(again.failed).contains("write private/ids/000.tmp", "rename to private/ids/000");
    }

    /** Something that was done to a store while no process had it open. */
    @FunctionalInterface
    private interface Spoiling {
        void spoil(Path store) throws IOException;
    }

    /** Fills a store with entries below {@code filled}, then fails in each way while applying {@code more}. */
    private final class Table {
        private final Path work;
        private Path filledStore;
        private StoreState.Sealing sealing = EACH_TILE;
        private Spoiling spoiling = store -> {};
        private Predicate<String> surely = step -> false;
        private final Set<String> failed = new TreeSet<>();
        private Path whole;
        private final long filled;
        private final long last;
        private final long seals;
        private final boolean everyCase;
        private final Random random = new Random(seed);
        private final List<Leaf> expected = new ArrayList<>();
        private int cases;

        Table(Path work, long filled, int more, long seals, boolean everyCase) {
            this.work = work;
            this.filledStore = work.resolve("filled");
            this.filled = filled;
            this.last = filled + more - 1;
            this.seals = seals;
            this.everyCase = everyCase;
        }

        void run() throws IOException {
            System.out.println("StoreCrashTest seed " + seed + " (repeat with -Dchancery.seed=" + seed + ")");
            for (long entry = 0; entry <= last; entry++) {
                if (makesLeaf(entry)) {
                    expected.add(new Leaf(expected.size(), 1, id(entry), publicPart(entry), privatePart(entry)));
                }
            }
            fill();
            spoiling.spoil(filledStore);
            List<String> steps = new ArrayList<>();
            for (FaultyDisk.Step step : stepsWithoutFailure()) {
                steps.add(name(step, work.resolve("sound")));
                for (FaultyDisk.Fault fault : FAULTS) {
                    if (step.writes() || !(fault instanceof FaultyDisk.Fault.Torn)) {
                        chosen(steps.getLast()).forEach(powerLost -> fail(steps.size(), fault, powerLost));
                    }
                }
            }
            System.out.println("StoreCrashTest: from entry " + filled + " " + steps.size() + " steps, " + cases
                    + " failures, all recovered");
            assertThat(cases).isGreaterThan(20);
        }

        /** With and without a loss of power, or neither. */
        private List<Boolean> chosen(String step) {
            return Stream.of(false, true)
                    .filter(powerLost -> everyCase || surely.test(step) || random.nextInt(SAMPLE) == 0)
                    .toList();
        }

        private static String name(FaultyDisk.Step step, Path store) {
            if (!step.path().startsWith(store)) {
                return step.act() + " above";
            }
            String path = store.relativize(step.path()).toString();
            return step.act() + " " + (path.isEmpty() ? "store" : path);
        }

        private void fill() throws IOException {
            if (Files.exists(filledStore)) {
                return;
            }
            if (filled == 0) {
                Files.createDirectory(filledStore);
                return;
            }
            try (LogStore store = LogStore.open(filledStore, new FileDisk(filledStore), sealing)) {
                for (long entry = 0; entry < filled; entry++) {
                    apply(store, entry);
                }
            }
        }

        private List<FaultyDisk.Step> stepsWithoutFailure() throws IOException {
            Path copy = copy("sound");
            FaultyDisk disk = FaultyDisk.sound();
            assertThat(new Work(filled).run(copy, disk)).isTrue();
            long sealed = expected.size() / HashTree.WIDTH - leavesBelow(filled) / HashTree.WIDTH;
            assertThat(sealed).as("tiles sealed on the way").isEqualTo(seals);
            whole = Files.move(copy, work.resolve("whole-" + filled));
            return disk.steps();
        }

        private void fail(int step, FaultyDisk.Fault fault, boolean powerLost) {
            try {
                failAt(step, fault, powerLost);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void failAt(int step, FaultyDisk.Fault fault, boolean powerLost) throws IOException {
            Path copy = copy("case");
            FaultyDisk disk = new FaultyDisk(step, fault);
            Work first = new Work(filled);
            first.run(copy, disk);
            failed.add(name(disk.steps().getLast(), copy));
            String name = "died at step " + step + " (" + disk.lastStep() + "), " + fault
                    + (powerLost ? ", power lost" : "") + ", seed " + seed;
            long least = powerLost ? first.synced : first.done;
            long most = Math.max(first.tried, first.done);
            if (powerLost) {
                disk.losePower(random);
            }
            if (random.nextBoolean()) {
                least = Math.max(first.synced, failAgain(copy, powerLost ? FaultyDisk.sound() : disk));
                most = last;
                name += ", and again while going on";
            }
            try (LogStore store = LogStore.open(copy, new FileDisk(copy), sealing)) {
                long applied = store.lastApplied().index();
                assertThat(applied).as(name).isBetween(least, most);
                assertPrefix(store, name);
                for (long entry = applied + 1; entry <= last; entry++) {
                    apply(store, entry);
                }
                assertPrefix(store, name);
                assertThat(store.head().size()).as(name).isEqualTo(expected.size());
                if (everyCase) {
                    store.verifyWhole();
                }
            } catch (LedgerException | AssertionError e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
            delete(copy);
            cases++;
        }

        /** The next process goes on and dies too, this time with the power; answers with what it had synced. */
        private long failAgain(Path copy, FaultyDisk found) throws IOException {
            FaultyDisk disk = found.restarted(1 + random.nextInt(30), FAULTS.get(random.nextInt(FAULTS.size())));
            Work second = new Work(filled);
            second.run(copy, disk);
            disk.losePower(random);
            return second.synced;
        }

        private void assertPrefix(LogStore store, String name) {
            long size = store.head().size();
            assertThat(size).as(name).isEqualTo(leavesBelow(store.lastApplied().index() + 1));
            NaiveTree tree = new NaiveTree();
            if (everyCase) {
                expected.subList(0, (int) size).forEach(leaf -> tree.add(leaf.publicPart()));
                assertThat(store.head().root()).as(name).isEqualTo(tree.root((int) size));
            }
            long from = Math.max(0, size - 300);
            assertThat(written(store.leaves(from, size))).as(name).isEqualTo(written(expected.subList((int) from, (int)
                    size)));
            for (long index = from; index < size; index += 20) {
                UUID id = expected.get((int) index).id();
                assertThat(store.find(id).orElseThrow().index()).as(name).isEqualTo(index);
            }
            if (size < expected.size()) {
                assertThat(store.find(expected.get((int) size).id())).as(name).isEmpty();
            }
        }

        private static String written(List<Leaf> leaves) {
            StringBuilder text = new StringBuilder();
            for (Leaf leaf : leaves) {
                text.append(leaf.index())
                        .append(' ')
                        .append(leaf.term())
                        .append(' ')
                        .append(leaf.id());
                text.append(' ').append(HexFormat.of().formatHex(leaf.publicPart()));
                text.append(' ')
                        .append(HexFormat.of().formatHex(leaf.privatePart()))
                        .append('\n');
            }
            return text.toString();
        }

        private long leavesBelow(long entry) {
            return entry - Math.max(0, (entry + 3) / 7);
        }

        /** Opens the store and applies what it has not got, with one sync in the middle. */
        private final class Work {
            private final long from;
            private long tried;
            private long done;
            private long synced;

            Work(long from) {
                this.from = from;
                this.tried = from - 1;
                this.done = from - 1;
                this.synced = from - 1;
            }

            boolean run(Path folder, FaultyDisk disk) {
                try (LogStore store = LogStore.open(folder, disk, sealing)) {
                    for (long entry = store.lastApplied().index() + 1; entry <= last; entry++) {
                        tried = entry;
                        apply(store, entry);
                        done = entry;
                        if (entry == (from + last) / 2) {
                            store.sync();
                            synced = entry;
                        }
                    }
                    return true;
                } catch (LedgerException.Unavailable e) {
                    return false;
                }
            }
        }

        /** Sealed files are never written to again, so links do for them. */
        private Path copy(String name) throws IOException {
            Path copy = work.resolve(name);
            Files.walkFileTree(filledStore, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                    Files.createDirectory(copy.resolve(filledStore.relativize(from)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                    Path to = copy.resolve(filledStore.relativize(from));
                    if (from.getParent().equals(filledStore)) {
                        Files.copy(from, to);
                    } else {
                        Files.createLink(to, from);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            return copy;
        }

        private void delete(Path copy) throws IOException {
            try (var paths = Files.walk(copy)) {
                paths.sorted((a, b) -> b.compareTo(a)).forEach(path -> {
                    try {
                        Files.delete(path);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
    }
}
