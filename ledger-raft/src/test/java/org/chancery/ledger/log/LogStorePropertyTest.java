package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random appends, repetitions, entries without leaf, syncs and reopenings against a list and {@link NaiveTree}. After each
 * opening the store seals at other times than before.
 */
class LogStorePropertyTest {

    private static final int STEPS = 1500;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("chancery.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final NaiveTree tree = new NaiveTree();
    private final List<Leaf> leaves = new ArrayList<>();
    private LogStore.Applied applied = LogStore.Applied.NOTHING;

    @Test
    void agreesWithTheOracleThroughAppendsAndReopenings() {
        System.out.println("LogStorePropertyTest seed " + seed + " (repeat with -Dchancery.seed=" + seed + ")");
        LogStore store = open();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(40)) {
                case 0 -> {
                    store.close();
                    store = open();
                }
                case 1 -> store.sync();
                case 2, 3 -> noLeaf(store);
                case 4, 5 -> repeatId(store);
                case 6, 7 -> repeatEntry(store);
                default -> append(store);
            }
            assertThat(store.head().size()).isEqualTo(leaves.size());
            assertThat(store.lastApplied()).isEqualTo(applied);
            if (step % 25 == 0) {
                compare(store);
            }
        }
        compareEveryLeaf(store);
        store.verifyWhole();
        store.close();
    }

    private LogStore open() {
        StoreState.Sealing sealing =
                new StoreState.Sealing(1 + random.nextInt(4), random.nextBoolean() ? Long.MAX_VALUE : 100_000);
        return LogStore.open(folder, new FileDisk(folder), sealing);
    }

    private void append(LogStore store) {
        next();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        byte[] publicPart = bytes(random.nextInt(300));
        byte[] privatePart = bytes(random.nextInt(400));
        long index = store.append(id, applied.term(), applied.index(), publicPart, privatePart);
        assertThat(index).isEqualTo(leaves.size());
        leaves.add(new Leaf(index, applied.term(), id, publicPart, privatePart));
        tree.add(publicPart);
    }

    private void noLeaf(LogStore store) {
        next();
        store.applied(applied.term(), applied.index());
    }

    private void repeatId(LogStore store) {
        if (!leaves.isEmpty()) {
            next();
            Leaf held = leaves.get(random.nextInt(leaves.size()));
            assertThat(store.append(held.id(), applied.term(), applied.index(), bytes(5), bytes(5)))
                    .isEqualTo(held.index());
        }
    }

    private void repeatEntry(LogStore store) {
        if (!leaves.isEmpty()) {
            Leaf held = leaves.get(random.nextInt(leaves.size()));
            long entry = applied.index() - random.nextInt(3);
            assertThat(store.append(held.id(), 1, entry, held.publicPart(), held.privatePart()))
                    .isEqualTo(held.index());
            store.applied(1, entry);
        }
    }

    private void next() {
        applied = new LogStore.Applied(applied.term() + random.nextInt(2), applied.index() + 1 + random.nextInt(3));
    }

    private void compare(LogStore store) {
        int size = leaves.size();
        assertThat(store.head().root()).isEqualTo(tree.root(size));
        if (size == 0) {
            return;
        }
        int index = random.nextInt(size);
        int older = index + 1 + random.nextInt(size - index);
        assertThat(store.root(older)).isEqualTo(tree.root(older));
        assertThat(store.inclusionProof(index, older)).isEqualTo(tree.inclusion(index, older));
        assertThat(store.consistencyProof(index, older)).isEqualTo(tree.consistency(index, older));
        Leaf leaf = leaves.get(index);
        assertThat(store.find(leaf.id())).contains(new Committed(leaf.id(), index, leaf.term()));
        assertThat(store.find(new UUID(random.nextLong(), 0))).isEmpty();
        assertThat(store.leaf(index)).usingRecursiveComparison().isEqualTo(leaf);
    }

    private void compareEveryLeaf(LogStore store) {
        assertThat(store.leaves(0, Long.MAX_VALUE)).usingRecursiveComparison().isEqualTo(leaves);
        List<Hash> empty = store.consistencyProof(0, leaves.size());
        assertThat(empty).isEmpty();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
