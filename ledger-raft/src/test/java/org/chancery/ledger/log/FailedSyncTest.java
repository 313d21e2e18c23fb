package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * After a failed sync the system holds what it could not write for written. The store refuses everything until it is
 * opened again, and what a sync after that answers for outlasts a loss of power, what was there before included.
 */
class FailedSyncTest {

    /** What is lost with the power is chance. */
    private static final int TIMES = 12;

    private static final int LEAVES = 250;

    private final long seed = Long.getLong("chancery.seed", System.nanoTime());

    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"journal", "synced.tmp", "000.tmp", "journal.tmp"})
    void whatIsSyncedLaterHoldsAllTheSame(String file) throws IOException {
        System.out.println("FailedSyncTest seed " + seed + " (repeat with -Dchancery.seed=" + seed + ")");
        Random random = new Random(seed);
        for (int n = 0; n < TIMES; n++) {
            Path folder = Files.createDirectory(temp.resolve("store-" + n));
            FaultyDisk disk = FaultyDisk.sound();
            fail(folder, disk, file);
            FaultyDisk next = disk.restarted(Integer.MAX_VALUE, new FaultyDisk.Fault.NotDone());
            long applied;
            try (LogStore store = open(folder, next)) {
                for (int i = (int) store.lastApplied().index() + 1; i < LEAVES + 3; i++) {
                    append(store, i);
                }
                store.sync();
                applied = store.lastApplied().index();
            }
            next.losePower(random);
            try (LogStore store = open(folder, new FileDisk(folder))) {
                assertThat(store.lastApplied().index()).as("seed " + seed).isEqualTo(applied);
                store.verifyWhole();
            }
        }
    }

    /** Syncs, or seals a tile, until the sync of this file fails. */
    private static void fail(Path folder, FaultyDisk disk, String file) {
        try (LogStore store = open(folder, disk)) {
            for (int i = 0; i < LEAVES; i++) {
                append(store, i);
                if (i == LEAVES / 2) {
                    store.sync();
                }
            }
            disk.failNextSync(file);
            assertThatThrownBy(() -> {
                        store.sync();
                        for (int i = LEAVES; i < LEAVES + 10; i++) {
                            append(store, i);
                        }
                    })
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("Input/output error");
            assertThatThrownBy(store::head).isInstanceOf(LedgerException.Unavailable.class);
            assertThatThrownBy(store::sync).isInstanceOf(LedgerException.Unavailable.class);
        }
    }

    private static LogStore open(Path folder, Disk disk) {
        return LogStore.open(folder, disk, new StoreState.Sealing(1, Long.MAX_VALUE));
    }

    private static void append(LogStore store, int i) {
        store.append(new UUID(3, i), 1, i, ("{\"n\":" + i + "}").getBytes(StandardCharsets.US_ASCII), new byte[30]);
    }
}
