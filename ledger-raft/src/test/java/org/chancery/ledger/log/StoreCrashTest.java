package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of failures: at every step by which the store touches the disk, the process dies with the step done, not
 * done or half done, with and without a loss of power; and it may die again while it recovers. What is opened then is
 * an exact prefix of what was applied, and applying the rest again gives the log that no failure would have given.
 */
class StoreCrashTest {

    private static final StoreState.Sealing TWO_TILES = new StoreState.Sealing(2, Long.MAX_VALUE);

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("chancery.seed", System.nanoTime());

    @Test
    void everyStepOfBeginningAStore() throws IOException {
        CrashTable table = new CrashTable(seed, folder, 0, 12, 0, true);
        table.run();
        assertThat(table.failed())
                .contains("create journal.tmp", "write journal.tmp", "sync journal.tmp")
                .contains("rename to journal", "sync folder store", "write journal", "sync journal")
                .contains("create synced.tmp", "write synced.tmp", "sync synced.tmp", "rename to synced");
    }

    @Test
    void everyStepOfAppendingAndSealing() throws IOException {
        CrashTable table = new CrashTable(seed, folder, 292, 14, 1, true);
        table.run();
        assertThat(table.failed())
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
        CrashTable table = new CrashTable(seed, folder, 1190, 9, 1, true);
        table.sealing(TWO_TILES);
        table.run();
        assertThat(table.failed())
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
        CrashTable table = new CrashTable(seed, folder, 200, 3, 0, true);
        table.spoiled(store -> {
            byte[] frame = new JournalFrame.NoLeaf(new LogStore.Applied(1, 200)).encode();
            Files.write(store.resolve("journal"), Arrays.copyOf(frame, 9), StandardOpenOption.APPEND);
        });
        table.run();
        assertThat(table.failed())
                .contains("write journal.tmp", "sync journal.tmp", "rename to journal")
                .contains("sync folder store", "write journal");
    }

    /** The 65,536th leaf fills a tile of the second level and a file of ids: every step of these, others by sample. */
    @Test
    void stepsOfSealingATileOfTheSecondLevelAndOfMakingTheIdsAgain() throws IOException {
        CrashTable table = new CrashTable(seed, folder, 76_454, 10, 1, false);
        table.surely(step -> step.contains("ids") || step.contains("tile/1"));
        table.run();
        assertThat(table.failed())
                .contains("create folder private/ids", "create private/ids/000.tmp", "write private/ids/000.tmp")
                .contains("sync private/ids/000.tmp", "rename to private/ids/000", "sync folder private/ids")
                .contains("create folder tile/1", "create tile/1/000.tmp", "write tile/1/000.tmp")
                .contains("sync tile/1/000.tmp", "rename to tile/1/000", "sync folder tile/1");

        CrashTable again = new CrashTable(seed, folder, 76_464, 1, 0, false);
        again.from(table.whole());
        again.spoiled(store -> Files.delete(TilePath.ids(store, 0)));
        again.surely(step -> step.contains("ids"));
        again.run();
        assertThat(again.failed()).contains("write private/ids/000.tmp", "rename to private/ids/000");
    }
}
