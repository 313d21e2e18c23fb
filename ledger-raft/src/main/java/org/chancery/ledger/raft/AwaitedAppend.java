package org.chancery.ledger.raft;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.ledger.Committed;
import org.chancery.ledger.LedgerException;

/**
 * One record that a local caller waits for. It ends exactly once, by the log or by the caller giving up, so that a
 * leaf goes to the waiting caller or to the follower and never to both. Whether the record had entered the Raft log
 * by then is decided just as atomically: giving up before means that it never will.
 */
final class AwaitedAppend {

    private enum Step {
        ASKED,
        PROPOSED,
        WITHDRAWN
    }

    private final CompletableFuture<Committed> outcome = new CompletableFuture<>();
    private final AtomicReference<Step> step = new AtomicReference<>(Step.ASKED);

    /** The entry is about to enter the Raft log; false if the caller has withdrawn it: it must not enter. */
    boolean propose() {
        return step.compareAndSet(Step.ASKED, Step.PROPOSED) || step.get() == Step.PROPOSED;
    }

    /** The entry has not entered the log: giving up is certain again. */
    void notProposed() {
        step.compareAndSet(Step.PROPOSED, Step.ASKED);
    }

    /** Whether its caller still waits for an answer. */
    boolean wanted() {
        return !withdrawn() && !outcome.isDone();
    }

    /** Whether its caller gave up before it entered the log. */
    boolean withdrawn() {
        return step.get() == Step.WITHDRAWN;
    }

    /** @return whether the entry had not entered the Raft log and now never will */
    boolean withdraw() {
        return step.compareAndSet(Step.ASKED, Step.WITHDRAWN) || step.get() == Step.WITHDRAWN;
    }

    /** @return whether the caller still waited and now has the answer */
    boolean answer(Committed committed) {
        return outcome.complete(committed);
    }

    /** Ends the wait with a refusal, unless it has ended already. */
    void refuse(LedgerException refusal) {
        outcome.completeExceptionally(refusal);
    }

    /** @throws TimeoutException if nothing ended the wait in time; the caller then gives up by {@link #refuse} */
    Committed await(long nanos) throws TimeoutException, InterruptedException {
        try {
            return outcome.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw (LedgerException) e.getCause();
        }
    }

    /** What the wait ended with. */
    Committed ended() {
        try {
            return outcome.join();
        } catch (CompletionException e) {
            throw (LedgerException) e.getCause();
        }
    }
}
