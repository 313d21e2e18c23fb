package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;

/** Fills a store with entries below {@code filled}, then fails in each way while applying {@code more}. */
final class CrashTable {

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

    /** Of the cases that are not all tried, one in so many. */
    private static final int SAMPLE = 20;

    /** Something that was done to a store. */
    @FunctionalInterface
    interface Spoiling {
        void spoil(Path store) throws IOException;
    }

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
    private final long seed;
    private final Random random;
    private final List<Leaf> expected = new ArrayList<>();
    private int cases;

    CrashTable(long seed, Path work, long filled, int more, long seals, boolean everyCase) {
        this.seed = seed;
        this.random = new Random(seed);
        this.work = work;
        this.filledStore = work.resolve("filled");
        this.filled = filled;
        this.last = filled + more - 1;
        this.seals = seals;
        this.everyCase = everyCase;
    }

    /** Otherwise each tile is sealed as soon as it is full. */
    CrashTable sealing(StoreState.Sealing other) {
        sealing = other;
        return this;
    }

    /** Done to the filled store while no process has it open. */
    CrashTable spoiled(Spoiling by) {
        spoiling = by;
        return this;
    }

    /** Begins with this store instead of filling one. */
    CrashTable from(Path store) {
        filledStore = store;
        return this;
    }

    /** Of a table that is too long for all cases: every one of these steps. */
    CrashTable surely(Predicate<String> steps) {
        surely = steps;
        return this;
    }

    /** The steps at which it failed. */
    Set<String> failed() {
        return failed;
    }

    /** The store as no failure left it. */
    Path whole() {
        return whole;
    }

    void run() throws IOException {
        System.out.println("StoreCrashTest seed " + seed + " (repeat with -Dchancery.seed=" + seed + ")");
        for (long entry = 0; entry <= last; entry++) {
            if (CrashEntries.makesLeaf(entry)) {
                expected.add(CrashEntries.leaf(entry, expected.size()));
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
                CrashEntries.apply(store, entry);
            }
        }
    }

    private List<FaultyDisk.Step> stepsWithoutFailure() throws IOException {
        Path copy = CrashCopy.of(filledStore, work.resolve("sound"));
        FaultyDisk disk = FaultyDisk.sound();
        assertThat(new Work(filled).run(copy, disk)).isTrue();
        long sealed = expected.size() / HashTree.WIDTH - CrashEntries.leavesBelow(filled) / HashTree.WIDTH;
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
        Path copy = CrashCopy.of(filledStore, work.resolve("case"));
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
                CrashEntries.apply(store, entry);
            }
            assertPrefix(store, name);
            assertThat(store.head().size()).as(name).isEqualTo(expected.size());
            if (everyCase) {
                store.verifyWhole();
            }
        } catch (LedgerException | AssertionError e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
        CrashCopy.delete(copy);
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
        assertThat(size)
                .as(name)
                .isEqualTo(CrashEntries.leavesBelow(store.lastApplied().index() + 1));
        NaiveTree tree = new NaiveTree();
        if (everyCase) {
            expected.subList(0, (int) size).forEach(leaf -> tree.add(leaf.publicPart()));
            assertThat(store.head().root()).as(name).isEqualTo(tree.root((int) size));
        }
        long from = Math.max(0, size - 300);
        assertThat(CrashEntries.written(store.leaves(from, size)))
                .as(name)
                .isEqualTo(CrashEntries.written(expected.subList((int) from, (int) size)));
        for (long index = from; index < size; index += 20) {
            UUID id = expected.get((int) index).id();
            assertThat(store.find(id).orElseThrow().index()).as(name).isEqualTo(index);
        }
        if (size < expected.size()) {
            assertThat(store.find(expected.get((int) size).id())).as(name).isEmpty();
        }
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
                    CrashEntries.apply(store, entry);
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
}
