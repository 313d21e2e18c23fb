package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.chancery.ledger.Hash;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotten or torn file of every kind that is sealed, each in a log that is long enough to have it, is named with the place. */
class TileDamageTest {

    private static final int LEAVES = 65_536 + 700;
    private static final int ROTTEN_BYTES = 12;

    @TempDir
    private static Path folder;

    private static final long seed = Long.getLong("chancery.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeAll
    static void fill() {
        System.out.println("TileDamageTest seed " + seed + " (repeat with -Dchancery.seed=" + seed + ")");
        StoreState.Sealing eachTile = new StoreState.Sealing(1, Long.MAX_VALUE);
        try (LogStore store = LogStore.open(folder, new FileDisk(folder), eachTile)) {
            for (int i = 0; i < LEAVES; i++) {
                byte[] record = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                store.append(new UUID(5, i), 1, i, record, new byte[20]);
            }
        }
    }

    /** Which byte of the altered hash it was, no hash can tell. */
    @Test
    void aRottenHashIsNamed() throws IOException {
        for (Sealed tile : List.of(
                new Sealed(TilePath.hashes(folder, 0, 3), 3),
                new Sealed(TilePath.hashes(folder, 0, 257), 257),
                new Sealed(TilePath.hashes(folder, 1, 0), 0))) {
            for (int n = 0; n < ROTTEN_BYTES; n++) {
                int at = random.nextInt(256 * Hash.LENGTH);
                LedgerException.DamagedStore damage = rotten(tile, at);
                assertThat(damage.file()).isEqualTo(tile.file().toString());
                assertThat(damage.offset()).isEqualTo(at / Hash.LENGTH * Hash.LENGTH);
            }
        }
    }

    @Test
    void aRottenEntryOrPrivatePartIsNamed() throws IOException {
        Sealed entries = new Sealed(TilePath.entries(folder, 200), 200);
        byte[] bundle = Files.readAllBytes(entries.file());
        int length = 2 + ("{\"n\":" + 200 * 256 + "}").length();
        for (int n = 0; n < ROTTEN_BYTES; n++) {
            int entry = random.nextInt(bundle.length / length);
            LedgerException.DamagedStore damage = rotten(entries, entry * length + 2 + random.nextInt(length - 2));
            assertThat(damage.file()).isEqualTo(entries.file().toString());
            assertThat(damage.offset()).isEqualTo((long) entry * length);
        }
        Sealed sealed = new Sealed(TilePath.privateParts(folder, 100), 100);
        for (int n = 0; n < ROTTEN_BYTES; n++) {
            int part = random.nextInt(256);
            LedgerException.DamagedStore damage =
                    rotten(sealed, PrivateBundle.HEADER_BYTES + part * 20 + random.nextInt(20));
            assertThat(damage.file()).isEqualTo(sealed.file().toString());
            assertThat(damage.offset()).isEqualTo(PrivateBundle.HEADER_BYTES + part * 20L);
        }
        LedgerException.DamagedStore header = rotten(sealed, random.nextInt(PrivateBundle.HEADER_BYTES));
        assertThat(header.file()).isEqualTo(sealed.file().toString());
    }

    @Test
    void aTornFileOfAnyKindIsNamedAndWhereItEnds() throws IOException {
        for (Sealed torn : List.of(
                new Sealed(TilePath.hashes(folder, 0, 256), 256),
                new Sealed(TilePath.hashes(folder, 1, 0), 0),
                new Sealed(TilePath.entries(folder, 3), 3),
                new Sealed(TilePath.privateParts(folder, 2), 2))) {
            Path file = torn.file();
            byte[] sound = Files.readAllBytes(file);
            for (int length : new int[] {0, 1, random.nextInt(sound.length), sound.length - 1}) {
                LedgerException.DamagedStore damage = found(torn, Arrays.copyOf(sound, length));
                assertThat(damage).as(file + " of " + length + " bytes").isNotNull();
                assertThat(damage.file()).isEqualTo(file.toString());
                assertThat(damage.offset()).isBetween(0L, (long) length);
            }
            Files.write(file, sound);
        }
    }

    /** Not damage: whatever is wrong with the ids is read from the bundles again. */
    @Test
    void theIdsAreMadeAgain() throws IOException {
        Path ids = TilePath.ids(folder, 0);
        byte[] sound = Files.readAllBytes(ids);
        byte[] rotten = sound.clone();
        rotten[random.nextInt(sound.length)] ^= 1;
        for (byte[] wrong : new byte[][] {rotten, Arrays.copyOf(sound, 1000)}) {
            Files.write(ids, wrong);
            try (LogStore store = LogStore.open(folder)) {
                assertThat(store.find(new UUID(5, 65_000)).orElseThrow().index())
                        .isEqualTo(65_000);
            }
            assertThat(Files.readAllBytes(ids)).isEqualTo(sound);
        }
    }

    /** A file and a bundle that cannot be read without it. */
    private record Sealed(Path file, long bundle) {}

    private LedgerException.DamagedStore rotten(Sealed sealed, int at) throws IOException {
        byte[] sound = Files.readAllBytes(sealed.file());
        byte[] altered = sound.clone();
        altered[at] ^= (byte) (1 << random.nextInt(8));
        try {
            LedgerException.DamagedStore damage = found(sealed, altered);
            assertThat(damage)
                    .as("byte " + at + " of " + sealed.file() + ", seed " + seed)
                    .isNotNull();
            return damage;
        } finally {
            Files.write(sealed.file(), sound);
        }
    }

    /** By a start, or else by whoever reads the bundle; that a whole check reads all, StoreDamageTest shows. */
    private static LedgerException.DamagedStore found(Sealed sealed, byte[] altered) throws IOException {
        Files.write(sealed.file(), altered);
        long first = sealed.bundle() * HashTree.WIDTH;
        return catchThrowableOfType(LedgerException.DamagedStore.class, () -> {
            try (LogStore store = LogStore.open(folder)) {
                store.leaves(first, first + HashTree.WIDTH);
            }
        });
    }
}
