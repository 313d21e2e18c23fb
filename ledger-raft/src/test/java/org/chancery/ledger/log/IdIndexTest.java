package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids of old leaves are found in their file, and the file is made again from the bundles when it is unsound. */
class IdIndexTest {

    private static final int LEAVES = IdIndex.GROUP + 2 * HashTree.WIDTH;

    @TempDir
    private Path folder;

    private final List<UUID> ids = new ArrayList<>();
    private Path file;

    /** Time-ordered ids, which share their first bits, and random ones. */
    @BeforeEach
    void writeBundles() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < LEAVES; i++) {
            long first = i % 2 == 0 ? 0x0190_0000_0000_7000L + i : random.nextLong();
            ids.add(new UUID(first, random.nextLong()));
        }
        for (int n = 0; n < LEAVES / HashTree.WIDTH; n++) {
            List<PrivateBundle.Part> parts = new ArrayList<>();
            for (UUID id : ids.subList(n * HashTree.WIDTH, (n + 1) * HashTree.WIDTH)) {
                parts.add(new PrivateBundle.Part(1, id, 0, PrivateBundle.checksum(new byte[0])));
            }
            Path bundle = TilePath.privateParts(folder, n);
            Files.createDirectories(bundle.getParent());
            Files.write(bundle, new PrivateBundle((long) n * HashTree.WIDTH, parts).encode());
        }
        file = TilePath.ids(folder, 0);
    }

    private IdIndex open() throws IOException {
        IdIndex index = new IdIndex(new FileDisk(folder), folder);
        index.open(LEAVES, new SealedFiles(folder));
        return index;
    }

    private void assertFindsAll(IdIndex index) {
        for (int i = 0; i < LEAVES; i++) {
            assertThat(index.find(ids.get(i)).orElse(-1L)).isEqualTo(i);
        }
        Random other = new Random(8);
        for (int i = 0; i < 10_000; i++) {
            assertThat(index.find(new UUID(other.nextLong(), other.nextLong()))).isEmpty();
        }
    }

    @Test
    void everyIdIsFoundAndNoOther() throws IOException {
        assertFindsAll(open());
        assertThat(file).exists();
        assertFindsAll(open());
    }

    @Test
    void anUnsoundFileIsMadeAgain() throws IOException {
        open();
        byte[] sound = Files.readAllBytes(file);
        for (int at : new int[] {0, 15, 16, 262_000, 700_000, sound.length - 1}) {
            byte[] altered = sound.clone();
            altered[at] ^= 1;
            Files.write(file, altered);
            assertThat(IdFile.open(file)).isEmpty();
            assertFindsAll(open());
            assertThat(Files.readAllBytes(file)).isEqualTo(sound);
        }
        Files.delete(file);
        assertFindsAll(open());
        assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    }

    /** Two ids in each other's place, with the right checksum. */
    @Test
    void aFileThatLeadsToOtherLeavesIsNamed() throws IOException {
        IdIndex sound = open();
        for (int i = 0; i < LEAVES; i++) {
            sound.requireAt(ids.get(i), i);
        }
        Map<UUID, Long> exchanged = new HashMap<>();
        for (int i = 0; i < IdIndex.GROUP; i++) {
            exchanged.put(ids.get(i), i < 2 ? 1L - i : i);
        }
        Files.write(file, IdFile.encode(0, exchanged));
        IdIndex index = open();
        assertThatThrownBy(() -> index.requireAt(ids.get(0), 0))
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining("do not lead to leaf 0");
        index.requireAt(ids.get(2), 2);
        index.requireAt(ids.get(LEAVES - 1), LEAVES - 1);
        assertThatThrownBy(() -> index.requireAt(ids.get(LEAVES - 1), LEAVES - 2))
                .isInstanceOf(LedgerException.DamagedStore.class);
    }
}
