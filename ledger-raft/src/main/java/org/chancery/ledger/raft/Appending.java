package org.chancery.ledger.raft;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;

/**
 * One voter's way to append: make sure of leadership and a majority first, then propose and wait. Whatever goes wrong
 * before the entry enters the Raft log is definite; afterwards it is {@link LedgerException.UnknownOutcome}.
 */
final class Appending {

    private final LeafDelivery delivery;
    private final Duration timeout;
    private final Predicate<String> running;
    private final Proposing proposing = new Proposing(this::giveUp);

    /**
     * @param timeout for the whole append
     * @param running whether a peer is not known to be stopped
     */
    Appending(LeafDelivery delivery, Duration timeout, Predicate<String> running) {
        this.delivery = delivery;
        this.timeout = timeout;
        this.running = running;
    }

    Committed append(Voter voter, Entry entry, long decidedIn) {
        requireSize("public", entry.publicPart().length, Ledger.MAX_PUBLIC_BYTES);
        requireSize("private", entry.privatePart().length, Ledger.MAX_PRIVATE_BYTES);
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            long term = leadership(voter).awaitWritable();
            if (term != decidedIn) {
                throw new LedgerException.StaleTerm(decidedIn, term);
            }
            return propose(voter, new Proposal(decidedIn, entry), deadline);
        } catch (LedgerException.NoQuorum | LedgerException.StaleTerm refusal) {
            // Only now: looking first would have every caller wait while a full tile is written.
            return voter.store().find(entry.id()).orElseThrow(() -> refusal);
        }
    }

    /** The term in which this voter may append now. */
    Optional<Long> writableTerm(Voter voter) {
        return leadership(voter).writableTerm();
    }

    private Leadership leadership(Voter voter) {
        return new Leadership(
                voter.ledger().getInfo(), voter.membership().peers().size(), running);
    }

    private Committed propose(Voter voter, Proposal proposal, long deadline) {
        AtomicBoolean begun = new AtomicBoolean();
        AwaitedAppend wait = delivery.await(proposal.entry().id(), begun);
        if (begun.get()) {
            proposing.propose(new Proposing.Asked(voter, proposal, wait));
        }
        try {
            return wait.await(deadline - System.nanoTime());
        } catch (TimeoutException e) {
            giveUp(proposal, wait, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(proposal, wait, e);
        }
        return wait.ended();
    }

    /** Ends the wait, unless the leaf has come in the meantime. */
    private void giveUp(Proposal proposal, AwaitedAppend wait, Throwable cause) {
        LedgerException refusal = wait.withdraw()
                ? new LedgerException.NoQuorum("the leader could not take the entry: " + cause)
                : new LedgerException.UnknownOutcome(proposal.entry().id(), cause);
        wait.refuse(refusal);
        delivery.forget(proposal.entry().id(), wait);
    }

    private static void requireSize(String part, long size, long max) {
        if (size > max) {
            throw new LedgerException.TooLarge(part, size, max);
        }
    }
}
