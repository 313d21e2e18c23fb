package org.chancery.ledger.raft;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.exceptions.StateMachineException;

/**
 * One voter's proposals on their way into the Raft log. As long as few entries are under way, each proposal becomes one
 * at once; otherwise it waits, and what waits goes together in the next entry. So a caller who is alone waits for
 * nobody, and many share what an entry costs: its way through Raft, to the other voters, and its fsync.
 */
final class Proposing {

    /** So many, that one is written while another is sent and a third is applied. */
    private static final int UNDER_WAY = 3;

    /** Entries stay small beside a segment of the Raft log, and a batch is applied in a few milliseconds. */
    private static final int BATCH = 128;

    private static final long BATCH_BYTES = 128 * 1024L;

    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final GivingUp givingUp;

    /** Those of which a caller still waits: whatever becomes of Raft's replies, callers wait for a limited time. */
    private final List<List<Asked>> underWay = new ArrayList<>();

    /** A proposal whose caller waits. */
    record Asked(Voter voter, Proposal proposal, AwaitedAppend answer) {
        private long bytes() {
            return (long) proposal.entry().publicPart().length
                    + proposal.entry().privatePart().length;
        }
    }

    /** Ends a wait for the reason why its proposal is not, or perhaps not, in the log. */
    @FunctionalInterface
    interface GivingUp {
        void giveUp(Proposal proposal, AwaitedAppend wait, Throwable cause);
    }

    Proposing(GivingUp givingUp) {
        this.givingUp = givingUp;
    }

    /** Returns at once; the wait ends when the log has answered. */
    void propose(Asked asked) {
        synchronized (this) {
            waiting.add(asked);
        }
        goOn();
    }

    private void goOn() {
        for (List<Asked> batch = next(); !batch.isEmpty(); batch = next()) {
            submit(batch);
        }
    }

    /** What goes into the next entry; nothing if none waits or enough are under way. */
    private synchronized List<Asked> next() {
        Optional<Asked> first = first();
        underWay.removeIf(
                batch -> batch.stream().noneMatch(asked -> asked.answer().wanted()));
        if (first.isEmpty() || underWay.size() == UNDER_WAY) {
            return List.of();
        }
        Voter voter = first.get().voter();
        List<Asked> batch = new ArrayList<>();
        long bytes = 0;
        while (first.isPresent() && batch.size() < BATCH && first.get().voter() == voter) {
            bytes += first.get().bytes();
            if (!batch.isEmpty() && bytes > BATCH_BYTES) {
                break;
            }
            batch.add(waiting.removeFirst());
            first = first();
        }
        underWay.add(batch);
        return batch;
    }

    /** Who waits longest. Those before who gave up are forgotten: asking all who wait each time costs too much. */
    private Optional<Asked> first() {
        while (!waiting.isEmpty() && !waiting.getFirst().answer().wanted()) {
            waiting.removeFirst();
        }
        return Optional.ofNullable(waiting.peekFirst());
    }

    private void submit(List<Asked> batch) {
        Voter voter = batch.getFirst().voter();
        try {
            voter.submit(
                            voter.membership().ledgerGroup(),
                            ProposalBatch.encode(
                                    batch.stream().map(Asked::proposal).toList()),
                            RaftClientRequest.writeRequestType())
                    .whenComplete((reply, failure) -> ended(batch, failed(reply, failure)));
        } catch (IOException | RuntimeException e) {
            ended(batch, Optional.of(e));
        }
    }

    private void ended(List<Asked> batch, Optional<Throwable> failure) {
        synchronized (this) {
            underWay.removeIf(other -> other == batch);
            if (failure.filter(Proposing::isWithdrawn).isPresent()) {
                // The entry did not enter for the sake of one: the others go again, before what came later.
                batch.reversed().forEach(waiting::addFirst);
            }
        }
        failure.filter(cause -> !isWithdrawn(cause))
                .ifPresent(cause -> batch.forEach(asked -> givingUp.giveUp(asked.proposal(), asked.answer(), cause)));
        Thread.startVirtualThread(this::goOn); // this one is Raft's own, and may hold what a submission waits for
    }

    /** A success needs nothing: the state machine has answered the waits by then. */
    private static Optional<Throwable> failed(RaftClientReply reply, Throwable failure) {
        if (failure != null) {
            return Optional.of(failure);
        }
        return reply.isSuccess() ? Optional.empty() : Optional.ofNullable(reply.getException());
    }

    /** Raft puts it into an exception of its own, unless it comes at the last moment. */
    private static boolean isWithdrawn(Throwable failure) {
        return failure instanceof Withdrawn || failure.getCause() instanceof Withdrawn;
    }

    /** Somebody who proposed a record of this entry no longer waits, so the entry must not enter the log. */
    static final class Withdrawn extends StateMachineException {
        private static final long serialVersionUID = 1;

        Withdrawn() {
            super("a proposer no longer waits", false);
        }
    }
}
