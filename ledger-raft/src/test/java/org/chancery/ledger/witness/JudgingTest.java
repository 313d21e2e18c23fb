package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.log.NaiveTree;
import org.chancery.ledger.log.SigningKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever fails while entries are judged is told, and judged again when there is more. */
class JudgingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    private final NaiveTree tree = new NaiveTree();
    private final List<byte[]> entries = new CopyOnWriteArrayList<>();
    private final List<Long> judged = new ArrayList<>();
    private volatile RuntimeException unreadable;
    private final AtomicReference<RuntimeException> once = new AtomicReference<>();
    private volatile boolean full;
    private final AtomicReference<CountDownLatch> held = new AtomicReference<>(new CountDownLatch(0));
    private Judging judging;

    private final LogView log = new LogView() {
        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public List<Hash> consistencyProof(long from, long to) {
            throw new UnsupportedOperationException("a jury reads entries only");
        }

        @Override
        public List<byte[]> entries(long from, long to) {
            if (unreadable != null) {
                throw unreadable;
            }
            RuntimeException failure = once.getAndSet(null);
            if (failure != null) {
                throw failure;
            }
            return entries.subList((int) from, (int) to);
        }
    };

    @BeforeEach
    void begin() {
        judging = judging(Duration.ofHours(1));
    }

    private Judging judging(Duration again) {
        return new Judging(List.of(jury("w.example")), again, Duration.ofHours(1));
    }

    private Jury jury(String witness) {
        SigningKey key = SigningKey.open(temp.resolve(witness + ".p12"), "lawfulness", witness + "/lawfulness");
        StatementFiles files = new StatementFiles(temp.resolve(witness), new FileDisk(temp));
        Judge judge = (leaf, record) -> {
            if (full) {
                throw new OutOfMemoryError("as a test wants it");
            }
            try {
                held.get().await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            judged.add(leaf);
            return List.of(new Judgement.NotJudged(leaf, "seen"));
        };
        return new Jury(
                "log.example",
                key,
                witness,
                () -> judge,
                files,
                temp.resolve("certificates"),
                new JudgeFolder(temp.resolve(witness).resolve("judge"), new FileDisk(temp), key, "log.example"),
                Clock.systemUTC());
    }

    @AfterEach
    void end() {
        judging.close();
    }

    private void cosigned(String entry) {
        byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
        tree.add(bytes);
        entries.add(bytes);
        judging.cosigned(new Head(entries.size(), tree.root(entries.size())), log);
    }

    private boolean stated(long size) {
        return judging.newest().stream().anyMatch(said -> said.head().size() == size);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** A model or a log may keep a judge busy for ever; those that wait for it are silent too. */
    @Test
    void aJudgeThatIsNotDoneIsToldAsSilent() throws Exception {
        judging.close();
        judging = new Judging(
                List.of(jury("first.example"), jury("second.example")), Duration.ofHours(1), Duration.ofMillis(1));
        CountDownLatch done = new CountDownLatch(1);
        held.set(done);
        cosigned("one");
        await(() -> judging.silence("first.example").isPresent());
        assertThat(judging.silence("second.example")).isPresent();
        assertThat(judging.silence("first.example").orElseThrow().lasting()).isFalse();
        done.countDown();
        await(() -> judging.newest().size() == 2
                && judging.silence("first.example").isEmpty()
                && judging.silence("second.example").isEmpty());
    }

    @Test
    void aLogThatCannotBeReadIsToldAndReadAgainWithTheNextHead() throws Exception {
        cosigned("one");
        await(() -> stated(1));
        assertThat(judging.silence("w.example")).isEmpty();
        unreadable = new UncheckedIOException(new NoSuchFileException("/srv/secret/tile"));
        cosigned("two");
        await(() -> judging.silence("w.example").isPresent());
        assertThat(judging.silence("w.example")).contains(new JudgeSilence("UncheckedIOException", false));
        assertThat(judging.silence("other.example")).isEmpty();
        assertThat(stated(1)).isTrue();
        unreadable = null;
        cosigned("three");
        await(() -> stated(3) && judging.silence("w.example").isEmpty());
        assertThat(judging.newest().getFirst().findings()).hasSize(3);
        assertThat(judged).containsExactly(0L, 1L, 2L);
    }

    @Test
    void aLogThatStandsStillIsJudgedAgainByItself() throws Exception {
        judging.close();
        judging = judging(Duration.ofMillis(50));
        unreadable = new UncheckedIOException(new NoSuchFileException("tile"));
        cosigned("one");
        await(() -> judging.silence("w.example").isPresent());
        unreadable = null;
        await(() -> stated(1) && judging.silence("w.example").isEmpty());
    }

    @Test
    void whoReadADamagedStoreStopsAsItSaysAndOthersGoOn() throws Exception {
        judging.close();
        judging = new Judging(
                List.of(jury("first.example"), jury("second.example")), Duration.ofMillis(50), Duration.ofHours(1));
        once.set(new LedgerException.DamagedStore("tile", 7, "rotten", "Put it back"));
        cosigned("one");
        await(() -> stated(1));
        cosigned("two");
        await(() -> stated(2));
        assertThat(judging.newest()).extracting(Lawfulness::witness).containsExactly("second.example/lawfulness");
        assertThat(judging.silence("first.example").orElseThrow().lasting()).isTrue();
        assertThat(judging.silence("second.example")).isEmpty();
    }

    @Test
    void anErrorOfTheMachineEndsItAndIsTold() throws Exception {
        full = true;
        cosigned("one");
        await(() -> judging.silence("w.example").isPresent());
        full = false;
        cosigned("two");
        assertThat(judging.silence("w.example")).contains(new JudgeSilence("OutOfMemoryError", true));
        assertThat(judging.newest()).isEmpty();
    }
}
