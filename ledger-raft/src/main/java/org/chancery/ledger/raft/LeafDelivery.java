package org.chancery.ledger.raft;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger.Follower;
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every new leaf of one voter to the local caller who waits for it, or else to the follower.
 *
 * <p>It outlives a restart of its voter, so a follower goes on being told. The one who applies the log holds this
 * object's monitor from the moment a leaf enters the store until it is delivered; {@link #follow} takes the same
 * monitor, so no leaf falls between the two.
 */
final class LeafDelivery {

    private static final Logger LOG = LoggerFactory.getLogger(LeafDelivery.class);

    private final Map<UUID, AwaitedAppend> awaited = new ConcurrentHashMap<>();
    private volatile Optional<Follower> follower = Optional.empty();

    synchronized long follow(Follower newFollower, LongSupplier size) {
        long from = size.getAsLong();
        follower = Optional.of(newFollower);
        return from;
    }

    /** Joins the wait for this record, or begins it; {@code begun} tells the caller to propose. */
    AwaitedAppend await(UUID id, AtomicBoolean begun) {
        return awaited.computeIfAbsent(id, missing -> {
            begun.set(true);
            return new AwaitedAppend();
        });
    }

    /** Ends a wait that its caller gave up, so that the leaf goes to the follower if it comes. */
    void forget(UUID id, AwaitedAppend wait) {
        awaited.remove(id, wait);
    }

    /** Whether nobody wants this record in the log any more. */
    boolean withdrawn(UUID id) {
        AwaitedAppend wait = awaited.get(id);
        return wait == null || wait.withdrawn();
    }

    /** Whether somebody still wants this record in the log; asked at the last moment before it enters. */
    boolean propose(UUID id) {
        AwaitedAppend wait = awaited.get(id);
        return wait != null && wait.propose();
    }

    /** It did not enter the log after all, for the sake of another record of its entry. */
    void notProposed(UUID id) {
        Optional.ofNullable(awaited.get(id)).ifPresent(AwaitedAppend::notProposed);
    }

    /** A new leaf; call it in leaf order, holding this monitor since before the leaf was stored. */
    void committed(Leaf leaf) {
        AwaitedAppend wait = awaited.remove(leaf.id());
        if (wait == null || !wait.answer(new Committed(leaf.id(), leaf.index(), leaf.term()))) {
            follower.ifPresent(told -> tell(told, leaf));
        }
    }

    /** The record already stands in the log: its leaf was delivered before. */
    void repeated(Committed committed) {
        Optional.ofNullable(awaited.remove(committed.id())).ifPresent(wait -> wait.answer(committed));
    }

    void refused(UUID id, LedgerException refusal) {
        Optional.ofNullable(awaited.remove(id)).ifPresent(wait -> wait.refuse(refusal));
    }

    /** A follower's failure is its own: it must not stop the log from being applied. */
    private static void tell(Follower told, Leaf leaf) {
        try {
            told.committed(leaf);
        } catch (RuntimeException e) {
            LOG.error("The follower failed on leaf {}", leaf.index(), e);
        }
    }
}
