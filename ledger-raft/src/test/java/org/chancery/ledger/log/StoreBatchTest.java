package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leaves of one Raft entry, which are written together: all of them come, in order, wherever the writing ended. */
class StoreBatchTest {

    private static final long TERM = 3;

    @TempDir
    private Path temp;

    /** Cut off at every frame, around it, and within: applied again, the entry makes what is missing, and no more. */
    @Test
    void aBatchThatWasWrittenInPartIsAppliedAgain() throws IOException {
        List<Entry> batch = new ArrayList<>(records(3, 8));
        batch.set(2, new Entry(new UUID(7, 5), new byte[10], new byte[Disk.GATHERED_BYTES + 1]));
        Path whole = temp.resolve("whole");
        try (LogStore store = LogStore.open(whole)) {
            store.append(TERM, 0, records(0, 3));
            store.sync();
            long before = Files.size(whole.resolve("journal"));
            assertThat(store.append(TERM, 1, batch)).containsExactly(3L, 4L, 5L, 6L, 7L);
            long after = Files.size(whole.resolve("journal"));
            for (long length : cuts(before, after)) {
                Path cut = temp.resolve("cut-" + length);
                copy(whole, cut, length);
                try (LogStore again = LogStore.open(cut)) {
                    assertThat(again.lastApplied().index()).isEqualTo(length == after ? 1 : 0);
                    assertThat(again.append(TERM, 1, batch)).containsExactly(3L, 4L, 5L, 6L, 7L);
                    assertThat(again.head()).as("cut at %d", length).isEqualTo(store.head());
                    assertThat(again.lastApplied()).isEqualTo(store.lastApplied());
                }
            }
        }
    }

    @Test
    void tilesThatABatchFillsAreSealedOnItsWay() throws IOException {
        Path folder = temp.resolve("sealing");
        StoreState.Sealing eachTile = new StoreState.Sealing(1, Long.MAX_VALUE);
        try (LogStore store = LogStore.open(folder, new FileDisk(folder), eachTile)) {
            assertThat(store.append(TERM, 0, records(0, 600)))
                    .containsExactlyElementsOf(LongStream.range(0, 600).boxed().toList());
            assertThat(store.leaves(0, 600)).extracting(Leaf::id).containsExactlyElementsOf(ids(0, 600));
            store.verifyWhole();
        }
        assertThat(Files.exists(TilePath.entries(folder, 1))).isTrue();
        try (LogStore again = LogStore.open(folder)) {
            assertThat(again.leaves(0, 700)).extracting(Leaf::id).containsExactlyElementsOf(ids(0, 600));
            assertThat(again.lastApplied()).isEqualTo(new LogStore.Applied(TERM, 0));
        }
    }

    /** Cut off after tiles that it filled were sealed: these are not made again, and the rest comes. */
    @Test
    void aBatchThatWasSealedInPartIsAppliedAgain() throws IOException {
        StoreState.Sealing eachTile = new StoreState.Sealing(1, Long.MAX_VALUE);
        Path whole = temp.resolve("whole");
        List<Entry> batch = records(3, 540);
        try (LogStore store = LogStore.open(whole, new FileDisk(whole), eachTile)) {
            store.append(TERM, 0, records(0, 3));
            List<Long> made = store.append(TERM, 1, batch);
            byte[] journal = Files.readAllBytes(whole.resolve("journal"));
            int begun = JournalFrame.PREFIX + ByteBuffer.wrap(journal).getInt();
            for (long length : cuts(begun, journal.length)) {
                Path cut = temp.resolve("cut-" + length);
                copyAll(whole, cut);
                Files.write(cut.resolve("journal"), Arrays.copyOf(journal, (int) length));
                try (LogStore again = LogStore.open(cut, new FileDisk(cut), eachTile)) {
                    assertThat(again.size()).isBetween(512L, 540L);
                    assertThat(again.lastApplied().index()).isEqualTo(length == journal.length ? 1 : 0);
                    assertThat(again.append(TERM, 1, batch)).isEqualTo(made);
                    assertThat(again.head()).as("cut at %d", length).isEqualTo(store.head());
                    assertThat(again.lastApplied()).isEqualTo(store.lastApplied());
                    again.verifyWhole();
                }
            }
        }
    }

    /** More than is read of the journal at once. */
    @Test
    void aTileOfLargeLeavesIsSealedLeafByLeaf() {
        Path folder = temp.resolve("large");
        List<Entry> large = IntStream.range(0, HashTree.WIDTH)
                .mapToObj(i -> {
                    byte[] part = new byte[Ledger.MAX_PUBLIC_BYTES];
                    Arrays.fill(part, (byte) i);
                    return new Entry(new UUID(7, i), part, Arrays.copyOf(part, 5_000 + i));
                })
                .toList();
        try (LogStore store = LogStore.open(folder)) {
            store.append(TERM, 0, large);
        }
        StoreState.Sealing eachTile = new StoreState.Sealing(1, Long.MAX_VALUE);
        try (LogStore store = LogStore.open(folder, new FileDisk(folder), eachTile)) {
            store.append(TERM, 1, records(1_000, 1_001));
            store.append(TERM, 2, records(1_001, 1_001 + HashTree.WIDTH));
            store.verifyWhole();
            List<Leaf> leaves = store.leaves(0, HashTree.WIDTH);
            for (int i = 0; i < leaves.size(); i++) {
                assertThat(leaves.get(i).publicPart()).isEqualTo(large.get(i).publicPart());
                assertThat(leaves.get(i).privatePart()).isEqualTo(large.get(i).privatePart());
            }
        }
        assertThat(TilePath.entries(folder, 0)).exists();
    }

    private static void copyAll(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    @Test
    void recordsThatTheLogHoldsMakeNoSecondLeafAndTheEntryIsNotedAllTheSame() {
        try (LogStore store = LogStore.open(temp.resolve("held"))) {
            store.append(TERM, 0, records(0, 3));
            Entry twice = records(3, 4).getFirst();
            assertThat(store.append(TERM, 1, List.of(twice, records(1, 2).getFirst(), twice)))
                    .containsExactly(3L, 1L, 3L);
            assertThat(store.size()).isEqualTo(4);
            assertThat(store.lastApplied().index()).isEqualTo(1);
            assertThat(store.append(TERM, 2, List.of())).isEmpty();
            assertThat(store.lastApplied().index()).isEqualTo(2);
            assertThatThrownBy(() ->
                            store.append(TERM, 1, List.of(twice, records(9, 10).getFirst())))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(store.size()).isEqualTo(4);
            store.append(TERM, 3, records(4, 5)); // nothing was begun: it goes on
        }
    }

    /** Each frame's end and the bytes about it, and some places within. */
    private static Set<Long> cuts(long before, long after) {
        Set<Long> cuts = new TreeSet<>(List.of(before, after));
        for (long position = before; position <= after; position += position < before + 600 ? 1 : 4_001) {
            cuts.add(position);
        }
        LongStream.rangeClosed(after - 600, after).forEach(cuts::add);
        return cuts;
    }

    private static void copy(Path from, Path to, long journalLength) throws IOException {
        Files.createDirectory(to);
        Files.copy(from.resolve("synced"), to.resolve("synced"));
        byte[] journal = Files.readAllBytes(from.resolve("journal"));
        Files.write(to.resolve("journal"), Arrays.copyOf(journal, (int) journalLength));
    }

    private static List<Entry> records(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Entry(
                        new UUID(7, i), ("{\"n\":" + i + "}").getBytes(StandardCharsets.US_ASCII), new byte[i % 9]))
                .toList();
    }

    private static List<UUID> ids(int from, int to) {
        return records(from, to).stream().map(Entry::id).toList();
    }
}
