package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogKey;
import org.chancery.ledger.log.LogStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the newest head once it has advanced, on a thread of its own: at once if somebody waits for it, otherwise so
 * that leaves committed within {@link #BATCH} share a signature. Each checkpoint also goes to a file, as a whole. What
 * fails is tried again after {@link #AGAIN}; that a disk is full keeps no checkpoint from those who wait for it.
 */
final class CheckpointSigner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointSigner.class);

    /** Under load, a signature and a file for each leaf would cost a sixth of a core. */
    private static final Duration BATCH = Duration.ofMillis(50);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final LogKey key;
    private final LogStore store;
    private final Path file;
    private final Clock clock;
    private final Consumer<Checkpoint> signed;
    private final Thread thread;
    private Checkpoint newest;
    private long signedAt = System.nanoTime();
    private boolean advanced;
    private boolean awaited;
    private boolean failed;
    private boolean closed;

    /** @param signed is told of each checkpoint and must return quickly */
    CheckpointSigner(LogKey key, LogStore store, Path file, Clock clock, Consumer<Checkpoint> signed) {
        this.key = key;
        this.store = store;
        this.file = file;
        this.clock = clock;
        this.signed = signed;
        this.newest = key.sign(store.head(), clock.instant());
        write(newest);
        signed.accept(newest);
        this.thread = Thread.ofPlatform().daemon().name("checkpoint-signer").start(this::run);
    }

    /** The store has a new leaf. Returns at once, and wakes nobody who knows already: that costs more than a leaf. */
    synchronized void advanced() {
        if (!advanced) {
            advanced = true;
            notifyAll();
        }
    }

    synchronized Checkpoint newest() {
        return newest;
    }

    /**
     * The newest checkpoint, once it has at least this many leaves.
     *
     * @throws LedgerException.Unavailable if none comes in time
     */
    synchronized Checkpoint covering(long size, long millis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (newest.head().size() < size) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || closed) {
                throw new LedgerException.Unavailable("No checkpoint covers " + size + " leaves yet", null);
            }
            awaited = true;
            notifyAll();
            pause(left);
        }
        return newest;
    }

    private void run() {
        while (awaitAdvance()) {
            try {
                signNewest();
                write(newest());
                failed(false);
            } catch (RuntimeException | Error e) { // without this thread nothing is ever answered again
                LOG.error("The newest checkpoint could not be signed, or not written to {}: tried again", file, e);
                failed(true);
            }
        }
    }

    /** Shows it in memory first: nobody who waits for it needs the file. */
    private void signNewest() {
        Head head = store.head();
        if (head.equals(newest().head())) {
            return; // only its file is missing
        }
        Checkpoint next = key.sign(head, clock.instant());
        synchronized (this) {
            newest = next;
            notifyAll();
        }
        signed.accept(next);
    }

    private synchronized void failed(boolean now) {
        failed = now;
        advanced |= now && !closed;
    }

    /** @return whether there is something to sign, which is so once more if the last leaves came just before the end */
    private synchronized boolean awaitAdvance() {
        while (!closed && !(advanced && due())) {
            pause(advanced ? Math.max(1, rest(failed ? AGAIN : BATCH)) : 0);
        }
        boolean due = advanced;
        advanced = false;
        awaited = false;
        signedAt = System.nanoTime();
        return due;
    }

    private boolean due() {
        return failed ? rest(AGAIN) <= 0 : awaited || rest(BATCH) <= 0;
    }

    private long rest(Duration sinceLast) {
        return sinceLast.toMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - signedAt);
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerException.Unavailable("Interrupted while waiting for a checkpoint", e);
        }
    }

    private void write(Checkpoint checkpoint) {
        VoterFolder.write(file, checkpoint.note().getBytes(StandardCharsets.UTF_8));
    }

    /** Signs what is still unsigned, and no more; what is newest stays. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
