package org.chancery.ledger.witness;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Head;
import org.chancery.ledger.JudgeSilence;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the juries of this process judge what was cosigned, on a thread of its own, the newest only. One that fails keeps
 * the statements it made, says why there is no newer one, and is asked again with the next head or after a while, unless
 * the store that it reads is damaged; an error of the machine ends the judging, since nobody knows what it left half
 * done.
 */
final class Judging implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    /** Under load, what is cosigned within this time shares a statement. */
    private static final long PACE_MILLIS = 200;

    /** When one that failed is asked again although nothing more was cosigned. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    /** Whoever reads what is new longer than this is taken for one that may never be done. */
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final long STOP_MILLIS = 2_000;

    private final List<Jury> juries;
    private final Map<Jury, JudgeSilence> silences = new ConcurrentHashMap<>();
    private final Thread thread;
    private final Duration again;
    private final Duration patience;
    private volatile Optional<Busy> busy = Optional.empty();
    private Optional<Work> waiting = Optional.empty();
    private Optional<Work> failed = Optional.empty();
    private boolean closed;

    private record Work(Head cosigned, LogView log) {}

    /**
     * A judge is at work.
     *
     * @param left it and those that wait for it
     * @param since {@link System#nanoTime}
     */
    private record Busy(List<Jury> left, long since) {}

    Judging(List<Jury> juries) {
        this(juries, AGAIN, LONG);
    }

    /**
     * @param again when one that failed is asked again although nothing more was cosigned
     * @param patience when one that is at work is said to be silent
     */
    Judging(List<Jury> juries, Duration again, Duration patience) {
        this.juries = juries;
        this.again = again;
        this.patience = patience;
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

    /** Their certificates of a case. */
    List<CaseCertificateNote> certificates(String caseName) {
        return juries.stream()
                .flatMap(jury -> jury.certificates().of(caseName).stream())
                .toList();
    }

    /**
     * Why this witness states nothing of what was cosigned last; empty if it has stated it, or is about to. One that has
     * been at work for long may be done yet.
     */
    Optional<JudgeSilence> silence(String witness) {
        return failure(witness).or(() -> of(witness).flatMap(this::atWork));
    }

    /** Why it failed the last time; empty if it did not. */
    Optional<JudgeSilence> failure(String witness) {
        return of(witness).flatMap(jury -> Optional.ofNullable(silences.get(jury)));
    }

    private Optional<Jury> of(String witness) {
        return juries.stream().filter(jury -> jury.witness().equals(witness)).findFirst();
    }

    private Optional<JudgeSilence> atWork(Jury jury) {
        return busy.filter(work -> work.left().contains(jury))
                .filter(work -> System.nanoTime() - work.since() > patience.toNanos())
                .map(work -> new JudgeSilence(
                        "it reads what is new for more than " + patience.toSeconds() + " seconds already", false));
    }

    private void run() {
        try {
            for (Optional<Work> work = next(); work.isPresent(); work = next()) {
                for (Jury jury : juries) {
                    busy = Optional.of(
                            new Busy(juries.subList(juries.indexOf(jury), juries.size()), System.nanoTime()));
                    judge(jury, work.get());
                }
                busy = Optional.empty();
                judged();
                TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
            }
        } catch (InterruptedException e) {
            LOG.debug("Judging ends");
        } catch (Error e) {
            String why = e.getClass().getSimpleName();
            juries.forEach(jury -> silences.put(jury, new JudgeSilence(why, true)));
            judged();
            LOG.error("No witness of this process judges any more until the node is started again", e);
            throw e;
        }
    }

    private synchronized void judged() {
        notifyAll();
    }

    /** Returns when something was judged, or could not be, or after a second. */
    synchronized void awaitJudged() throws InterruptedException {
        wait(TimeUnit.SECONDS.toMillis(1));
    }

    private void judge(Jury jury, Work work) {
        if (Optional.ofNullable(silences.get(jury))
                .filter(JudgeSilence::lasting)
                .isPresent()) {
            return; // as it is told
        }
        try {
            jury.judge(work.cosigned(), work.log());
            silences.remove(jury);
        } catch (LedgerException e) {
            silent(jury, work, e.getMessage(), e instanceof LedgerException.DamagedStore, e);
        } catch (RuntimeException e) {
            silent(jury, work, e.getClass().getSimpleName(), false, e);
        }
    }

    /** @param lasting whether another attempt would read the same again */
    private void silent(Jury jury, Work work, String why, boolean lasting, RuntimeException failure) {
        JudgeSilence silence = new JudgeSilence(why, lasting);
        boolean known = silence.equals(silences.put(jury, silence));
        if (!lasting) {
            tryAgain(work);
        }
        if (known) {
            return; // it is in the log already
        }
        LOG.error(
                "{} makes no statement about the first {} entries; it tries again by itself",
                jury.verifierKey().name(),
                work.cosigned().size(),
                failure);
    }

    private synchronized void tryAgain(Work work) {
        failed = Optional.of(work);
    }

    private synchronized Optional<Work> next() throws InterruptedException {
        long due = System.nanoTime() + again.toNanos();
        while (waiting.isEmpty() && !closed) {
            long left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            if (failed.isEmpty()) {
                wait();
            } else if (left > 0) {
                wait(left);
            } else {
                waiting = failed;
            }
        }
        Optional<Work> next = closed ? Optional.empty() : waiting;
        waiting = Optional.empty();
        failed = Optional.empty();
        return next;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        juries.forEach(Jury::stop);
        try {
            thread.join(STOP_MILLIS);
            if (!thread.isAlive()) {
                juries.forEach(Jury::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
