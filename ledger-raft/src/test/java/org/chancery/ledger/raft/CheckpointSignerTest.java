package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSignerTest {

    private static final int LEAVES = 2_000;

    @TempDir
    Path folder;

    private final AtomicInteger signed = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private LogStore store;
    private CheckpointSigner signer;

    @BeforeEach
    void open() {
        store = LogStore.open(folder.resolve("store"));
        signer = new CheckpointSigner(
                LogKey.open(folder.resolve("log.p12"), "chancery.test/main"),
                store,
                folder.resolve("checkpoint"),
                counting(),
                checkpoint -> {});
    }

    /** Whoever signs asks for the time once. */
    private Clock counting() {
        InstantSource source = () -> {
            signed.incrementAndGet();
            switch (failures.getAndUpdate(left -> Math.max(0, left - 1))) {
                case 0 -> {}
                case 1 -> throw new IllegalStateException("as if the clock failed");
                default -> throw new OutOfMemoryError("as if there were too little of it for a while");
            }
            return Clock.systemUTC().instant();
        };
        return source.withZone(ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        signer.close();
        store.close();
    }

    @Test
    void leaves_in_quick_succession_share_signatures_and_every_leaf_gets_one() {
        long begun = System.nanoTime();
        for (int i = 0; i < LEAVES; i++) {
            append();
        }
        Records.await("a checkpoint of all leaves", () -> signer.newest().head().equals(store.head()));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertThat(signed.get()).isLessThan(LEAVES);
        // One at the start, one for each batch begun.
        assertThat(signed.get()).isBetween(2, 3 + (int) (millis / 50));
    }

    @Test
    void who_waits_for_a_leaf_gets_a_checkpoint_that_covers_it() {
        append();
        assertThat(signer.covering(1, 20_000).head()).isEqualTo(store.head());
        append();
        assertThat(signer.covering(2, 20_000).head()).isEqualTo(store.head());
        Records.await(
                "written",
                () -> read(folder.resolve("checkpoint")).equals(signer.newest().note()));
    }

    @Test
    void a_leaf_that_does_not_come_has_no_checkpoint() {
        assertThatThrownBy(() -> signer.covering(1, 60))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("1 leaves");
    }

    @Test
    void what_came_just_before_the_end_is_signed() {
        append();
        append();
        signer.close();
        assertThat(signer.newest().head()).isEqualTo(store.head());
    }

    @Test
    void a_signature_that_failed_is_made_without_another_leaf() {
        failures.set(2);
        append();
        Records.await("signed", () -> signer.newest().head().equals(store.head()));
        assertThat(failures.get()).isZero();
    }

    @Test
    void a_full_disk_keeps_no_checkpoint_back_and_the_file_follows() throws Exception {
        Path file = folder.resolve("checkpoint");
        Path unfinished = folder.resolve("checkpoint.new");
        Path inTheWay = file.resolve("as-if-the-disk-were-full");
        Files.delete(file);
        Files.createDirectories(inTheWay);
        append();
        assertThat(signer.covering(1, 20_000).head()).isEqualTo(store.head());
        Records.await("tried", () -> Files.exists(unfinished));
        Files.setLastModifiedTime(unfinished, FileTime.fromMillis(0));
        Records.await("tried again", () -> unfinished.toFile().lastModified() > 0);
        Files.delete(inTheWay);
        Files.delete(file);
        Records.await(
                "written",
                () -> Files.exists(file) && read(file).equals(signer.newest().note()));
        // One at the start, one for the leaf: what was signed is not signed again.
        assertThat(signed.get()).isEqualTo(2);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void append() {
        long next = store.head().size();
        store.append(UUID.randomUUID(), 1, next + 1, new byte[] {'{', '}'}, new byte[] {(byte) next});
        signer.advanced();
    }
}
