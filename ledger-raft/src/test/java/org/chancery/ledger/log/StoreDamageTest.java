package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was safely written and then altered is named, with its file and offset, and never handed out. */
class StoreDamageTest {

    private static final int LEAVES = 600;

    @TempDir
    private Path temp;

    private Path folder;

    @BeforeEach
    void fill() {
        folder = temp.resolve("store");
        try (LogStore store = open()) {
            for (int i = 0; i < LEAVES; i++) {
                append(store, i);
            }
        }
    }

    /** Seals each tile as soon as it is full. */
    private LogStore open() {
        return LogStore.open(folder, new FileDisk(folder), new StoreState.Sealing(1, Long.MAX_VALUE));
    }

    private static long append(LogStore store, int i) {
        return store.append(new UUID(5, i), 1, i, ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8), new byte[20]);
    }

    @Test
    void aChangedByteAnywhereInAnyFileIsFoundByAWholeCheck() throws IOException {
        long seed = Long.getLong("chancery.seed", System.nanoTime());
        System.out.println("StoreDamageTest seed " + seed);
        Random random = new Random(seed);
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("lock")) {
                    continue;
                }
                byte[] sound = Files.readAllBytes(file);
                for (int n = 0; n < 25; n++) {
                    byte[] altered = sound.clone();
                    altered[random.nextInt(sound.length)] ^= (byte) (1 << random.nextInt(8));
                    Files.write(file, altered);
                    assertDamageIn(file);
                }
                Files.write(file, sound);
            }
        }
        try (LogStore store = LogStore.open(folder)) {
            store.verifyWhole();
        }
    }

    @Test
    void aMissingOrShortenedFileIsFoundAtOpening() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("lock") || file.endsWith("synced")) {
                    continue;
                }
                byte[] sound = Files.readAllBytes(file);
                Files.delete(file);
                assertThat(damageAtOpening().file()).isEqualTo(file.toString());
                Files.write(file, Arrays.copyOf(sound, 3));
                assertThat(damageAtOpening().file()).isEqualTo(file.toString());
                Files.write(file, sound);
            }
        }
    }

    @Test
    void theErrorNamesTheOffsetOfTheDamagedFrameAndTheWayOut() throws IOException {
        Path journal = folder.resolve("journal");
        byte[] bytes = Files.readAllBytes(journal);
        int at = bytes.length / 2;
        bytes[at] ^= 1;
        Files.write(journal, bytes);
        LedgerException.DamagedStore damage = damageAtOpening();
        assertThat(damage.file()).isEqualTo(journal.toString());
        assertThat(damage.offset()).isBetween(at - 100L, (long) at);
        assertThat(damage).hasMessageContaining("at byte " + damage.offset()).hasMessageContaining("other peers");
        assertThat(Files.readAllBytes(journal)).as("nothing was cut").isEqualTo(bytes);
    }

    @Test
    void theTornEndOfAnUnsyncedJournalIsCutAndAppliedAgain() throws IOException {
        Path journal = folder.resolve("journal");
        long synced = Files.size(journal);
        Path copy = temp.resolve("killed");
        try (LogStore store = LogStore.open(folder)) {
            append(store, 600);
            append(store, 601);
            Files.copy(journal, copy);
        }
        byte[] all = Files.readAllBytes(copy);
        Files.delete(folder.resolve("synced"));
        new SyncMark(512, synced).write(new FileDisk(folder), folder.resolve("synced"));
        for (int length = (int) synced; length <= all.length; length++) {
            Files.write(journal, Arrays.copyOf(all, length));
            // Opened without closing, as a killed process leaves it: closing would sync.
            LogStore store = LogStore.open(folder, FaultyDisk.sound());
            long applied = store.lastApplied().index();
            assertThat(applied).isBetween(599L, 601L);
            assertThat(store.head().size()).isEqualTo(applied + 1);
            for (int i = (int) applied + 1; i < 602; i++) {
                assertThat(append(store, i)).isEqualTo(i);
            }
            assertThat(store.head().size()).isEqualTo(602);
            store.close();
            new SyncMark(512, synced).write(new FileDisk(folder), folder.resolve("synced"));
        }
    }

    @Test
    void aRottenPrivatePartSpoilsNoPublicOne() throws IOException {
        try (LogStore store = LogStore.open(folder)) {
            byte[] sealed = store.entries(0, 256);
            byte[] journalled = store.entries(2, LEAVES - 512);
            Path privateParts = TilePath.privateParts(folder, 0);
            byte[] rotten = Files.readAllBytes(privateParts);
            rotten[rotten.length - 1] ^= 1;
            Files.write(privateParts, rotten);
            Path journal = folder.resolve("journal");
            byte[] frames = Files.readAllBytes(journal);
            frames[frames.length - 1] ^= 1;
            Files.write(journal, frames);
            assertThatThrownBy(() -> store.leaf(255)).isInstanceOf(LedgerException.DamagedStore.class);
            assertThatThrownBy(() -> store.leaf(LEAVES - 1)).isInstanceOf(LedgerException.DamagedStore.class);
            assertThat(store.entries(0, 256)).isEqualTo(sealed);
            assertThat(store.entries(2, LEAVES - 512)).isEqualTo(journalled);
            assertThat(store.publicParts(254, LEAVES + 1)).hasSize(LEAVES - 254);
            frames[frames.length - 21] ^= 1; // its last byte that is public
            Files.write(journal, frames);
            assertThatThrownBy(() -> store.entries(2, LEAVES - 512))
                    .isInstanceOf(LedgerException.DamagedStore.class)
                    .hasMessageContaining("leaf " + (LEAVES - 1));
            Files.delete(privateParts);
            Path entries = TilePath.entries(folder, 0);
            byte[] altered = Files.readAllBytes(entries);
            altered[altered.length - 1] ^= 1;
            Files.write(entries, altered);
            assertThatThrownBy(() -> store.entries(0, 256)).isInstanceOf(LedgerException.DamagedStore.class);
        }
    }

    @Test
    void anOldJournalPutBackIsNoticed() throws IOException {
        byte[] old = Files.readAllBytes(folder.resolve("journal"));
        try (LogStore store = open()) {
            for (int i = LEAVES; i < LEAVES + 300; i++) {
                append(store, i);
            }
        }
        Files.write(folder.resolve("journal"), old);
        assertThat(damageAtOpening()).hasMessageContaining("old one");
    }

    /** Also in a frame that makes no leaf, and while the store goes on. */
    @Test
    void rotInTheJournalOfARunningStoreIsNamed() throws IOException {
        Path journal = folder.resolve("journal");
        try (LogStore store = open()) {
            long position = Files.size(journal);
            store.applied(1, LEAVES);
            append(store, LEAVES + 1);
            store.verifyWhole();
            byte[] sound = Files.readAllBytes(journal);
            byte[] rotten = sound.clone();
            rotten[(int) position + JournalFrame.PREFIX + 3] ^= 1;
            Files.write(journal, rotten);
            LedgerException.DamagedStore damage =
                    catchThrowableOfType(LedgerException.DamagedStore.class, store::verifyWhole);
            assertThat(damage).as("rot in the running store's journal").isNotNull();
            assertThat(damage.file()).isEqualTo(journal.toString());
            assertThat(damage.offset()).isEqualTo(position);
            Files.write(journal, sound);
        }
    }

    /** A checksum anybody can make; the tree has the leaf's hash. */
    @Test
    void aLeafExchangedInTheJournalWithItsChecksumIsNotHandedOut() throws IOException {
        Path journal = folder.resolve("journal");
        try (LogStore store = open()) {
            long position = Files.size(journal);
            append(store, LEAVES);
            byte[] sound = Files.readAllBytes(journal);
            byte[] other = new JournalFrame.LeafAdded(
                            new LogStore.Applied(1, LEAVES),
                            1,
                            LEAVES,
                            new UUID(5, LEAVES),
                            ("{\"n\":" + (LEAVES + 1) + "}").getBytes(StandardCharsets.UTF_8),
                            new byte[20])
                    .encode();
            byte[] exchanged = sound.clone();
            System.arraycopy(other, 0, exchanged, (int) position, other.length);
            assertThat(exchanged).hasSameSizeAs(sound);
            Files.write(journal, exchanged);
            assertThatThrownBy(() -> store.leaf(LEAVES))
                    .isInstanceOf(LedgerException.DamagedStore.class)
                    .hasMessageContaining("does not fit its hash in the tree");
            assertThatThrownBy(store::verifyWhole)
                    .isInstanceOf(LedgerException.DamagedStore.class)
                    .hasMessageContaining("does not fit its hash in the tree");
            Files.write(journal, sound);
            store.verifyWhole();
        }
    }

    @Test
    void aSecondStoreOnTheSameFolderIsRefused() {
        try (LogStore store = LogStore.open(folder)) {
            assertThatThrownBy(() -> LogStore.open(folder)).isInstanceOf(LedgerException.Unavailable.class);
            assertThat(store.head().size()).isEqualTo(LEAVES);
        }
    }

    @Test
    void tooLongPartsAreRefusedAndChangeNothing() {
        try (LogStore store = LogStore.open(folder)) {
            assertThatThrownBy(() ->
                            store.append(new UUID(1, 1), 1, 9999, new byte[Ledger.MAX_PUBLIC_BYTES + 1], new byte[0]))
                    .isInstanceOf(LedgerException.TooLarge.class);
            assertThatThrownBy(() ->
                            store.append(new UUID(1, 1), 1, 9999, new byte[1], new byte[Ledger.MAX_PRIVATE_BYTES + 1]))
                    .isInstanceOf(LedgerException.TooLarge.class);
            assertThatThrownBy(() -> store.append(new UUID(1, 1), 1, 5, new byte[1], new byte[0]))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(store.head().size()).isEqualTo(LEAVES);
            assertThat(append(store, LEAVES)).isEqualTo(LEAVES);
            assertThat(store.append(
                            new UUID(1, 2),
                            1,
                            9999,
                            new byte[Ledger.MAX_PUBLIC_BYTES],
                            new byte[Ledger.MAX_PRIVATE_BYTES]))
                    .isEqualTo(LEAVES + 1);
            assertThat(store.leaf(LEAVES + 1).privatePart()).hasSize(Ledger.MAX_PRIVATE_BYTES);
        }
    }

    @Test
    void anInterruptedReaderDoesNotHarmTheStore() {
        try (LogStore store = LogStore.open(folder)) {
            Thread.currentThread().interrupt();
            assertThat(store.leaf(3).id()).isEqualTo(new UUID(5, 3));
            assertThat(store.leaf(599).id()).isEqualTo(new UUID(5, 599));
            append(store, LEAVES);
            store.sync();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.leaf(LEAVES).id()).isEqualTo(new UUID(5, LEAVES));
        }
    }

    private void assertDamageIn(Path file) {
        LedgerException.DamagedStore damage = catchThrowableOfType(LedgerException.DamagedStore.class, () -> {
            try (LogStore store = LogStore.open(folder)) {
                store.verifyWhole();
            }
        });
        assertThat(damage).as("damage in " + file).isNotNull();
        assertThat(damage.file()).isEqualTo(file.toString());
    }

    private LedgerException.DamagedStore damageAtOpening() {
        return catchThrowableOfType(
                LedgerException.DamagedStore.class, () -> LogStore.open(folder).close());
    }

    /** Whoever can write the journal can make checksums fit: a frame is no frame for that. */
    @Test
    void aCraftedFrameIsNamedWithItsPlace() throws IOException {
        Path journal = folder.resolve("journal");
        byte[] sound = Files.readAllBytes(journal);
        int second = JournalFrame.PREFIX + ByteBuffer.wrap(sound).getInt();
        byte[] opening = Arrays.copyOfRange(sound, JournalFrame.PREFIX, second);
        byte[] leaf = new JournalFrame.LeafAdded(
                        new LogStore.Applied(1, 1), 1, 1, new UUID(5, 1), new byte[3], new byte[3])
                .body();
        byte[] none = new JournalFrame.NoLeaf(new LogStore.Applied(1, 9_999)).body();
        int partLength = 1 + JournalFrame.LeafAdded.FIXED_BYTES;
        List<byte[]> crafted = List.of(
                new byte[] {9},
                Arrays.copyOf(none, none.length - 1),
                Arrays.copyOf(none, none.length + 1),
                Arrays.copyOf(leaf, partLength),
                ByteBuffer.wrap(leaf.clone()).putInt(partLength, -1).array(),
                ByteBuffer.wrap(leaf.clone())
                        .putInt(partLength, Integer.MAX_VALUE)
                        .array(),
                Arrays.copyOf(opening, opening.length + 1),
                Arrays.copyOf(opening, opening.length - 1));
        for (byte[] body : crafted) {
            ByteBuffer altered = ByteBuffer.allocate(sound.length + 1_000);
            altered.put(sound, 0, second).put(frame(body)).put(sound, second, sound.length - second);
            Files.write(journal, Arrays.copyOf(altered.array(), altered.position()));
            LedgerException.DamagedStore damage = damageAtOpening();
            assertThat(damage.file()).isEqualTo(journal.toString());
            assertThat(damage.offset()).isEqualTo(second);
        }
    }

    private static byte[] frame(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(4).putInt(0, body.length));
        crc.update(body);
        return ByteBuffer.allocate(JournalFrame.PREFIX + body.length)
                .putInt(body.length)
                .putInt((int) crc.getValue())
                .put(body)
                .array();
    }

    /** Frames of another kind, all of them sound, where leaves were. */
    @Test
    void leavesThatWereReplacedByOtherFramesAreFoundByAWholeCheck() throws IOException {
        Path journal = folder.resolve("journal");
        try (LogStore store = LogStore.open(folder)) {
            store.verifyWhole();
            byte[] bytes = Files.readAllBytes(journal);
            int from = JournalFrame.PREFIX + ByteBuffer.wrap(bytes).getInt();
            int leaf = JournalFrame.PREFIX + ByteBuffer.wrap(bytes).getInt(from);
            byte[] none = new JournalFrame.NoLeaf(new LogStore.Applied(1, 1)).encode();
            ByteBuffer altered = ByteBuffer.wrap(bytes).position(from);
            for (int n = 0; n < leaf; n++) {
                altered.put(none); // as many bytes as some leaves have
            }
            Files.write(journal, Arrays.copyOf(bytes, bytes.length));
            assertThat((altered.position() - from) % leaf).isZero();
            assertThatThrownBy(store::verifyWhole)
                    .isInstanceOfSatisfying(
                            LedgerException.DamagedStore.class,
                            damage -> assertThat(damage.offset()).isEqualTo(from));
        }
    }
}
