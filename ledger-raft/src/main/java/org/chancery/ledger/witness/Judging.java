package org.chancery.ledger.witness;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Head;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the juries of this process judge what was cosigned, on a thread of its own, the newest only. */
final class Judging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    /** Under load, what is cosigned within this time shares a statement. */
    private static final long PACE_MILLIS = 200;

    private static final long STOP_MILLIS = 2_000;

    private final List<Jury> juries;
    private final Thread thread;
    private Optional<Work> waiting = Optional.empty();
    private boolean closed;

    private record Work(Head cosigned, LogView log) {}

    Judging(List<Jury> juries) {
        this.juries = juries;
        this.thread = Thread.ofPlatform().daemon().name("judging").start(this::run);
    }

    /** This much is cosigned. Returns at once. */
    synchronized void cosigned(Head head, LogView log) {
        waiting = Optional.of(new Work(head, log));
        notifyAll();
    }

    List<Lawfulness> newest() {
        return juries.stream().flatMap(jury -> jury.newest().stream()).toList();
    }

    private void run() {
        try {
            for (Optional<Work> work = next(); work.isPresent(); work = next()) {
                for (Jury jury : juries) {
                    judge(jury, work.get());
                }
                TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("Judging ends");
        }
    }

    private static void judge(Jury jury, Work work) {
        try {
            jury.judge(work.cosigned(), work.log());
        } catch (LedgerException e) {
            LOG.error("{} makes no statement: {}", jury.verifierKey().name(), e.getMessage());
        }
    }

    private synchronized Optional<Work> next() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        Optional<Work> next = closed ? Optional.empty() : waiting;
        waiting = Optional.empty();
        return next;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
