package org.chancery.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One Raft group's permanent log as seen from one node.
 *
 * <p><b>Durability.</b> {@link #append} returns only after a quorum has fsynced the entry and this node's own store
 * holds the leaf. What was returned survives the loss of any minority of nodes.
 *
 * <p><b>Order and replay.</b> Every node sees the same leaves in the same order. A leaf that no local {@link #append}
 * is waiting for is handed to the {@link Follower}; a leaf that one is waiting for is handed to that caller instead,
 * never to both.
 *
 * <p><b>Threading.</b> All methods may be called from any thread. Reads never block on a quorum.
 */
public interface Ledger extends Tiles, AutoCloseable {

    /** Largest public part in bytes: a C2SP tlog-tiles entry bundle carries a 16-bit length. */
    int MAX_PUBLIC_BYTES = 65_535;

    /** How far a cosigned checkpoint may be behind and still be the one to show. */
    Duration MAX_COSIGNING = Duration.ofSeconds(10);

    /** Largest sealed private part in bytes. */
    int MAX_PRIVATE_BYTES = 8 * 1024 * 1024;

    /**
     * Appends an entry and waits for a quorum.
     *
     * @param entry what to append; appending an id that the log already holds changes nothing and answers with the
     *     leaf that holds it
     * @param term the leadership term under which the caller decided, from {@link #writableTerm()}; every member
     *     refuses the entry if it reaches the log in another term, so a decision taken on an old state is never
     *     applied
     * @throws LedgerException.NoQuorum nothing was changed; try again later
     * @throws LedgerException.StaleTerm nothing was changed; catch up, decide again
     * @throws LedgerException.UnknownOutcome the entry may yet be committed; ask {@link #find} once a later append
     *     has succeeded
     * @throws LedgerException.TooLarge nothing was changed; the entry can never be appended
     */
    Committed append(Entry entry, long term);

    /** The term in which this node may append now; empty while it does not lead or cannot reach a quorum. */
    Optional<Long> writableTerm();

    /** The leaf that holds this record, or empty if the log as this node knows it has none. */
    Optional<Committed> find(UUID recordId);

    /** Size and root of the tree this node holds. */
    Head head();

    /** Reads one leaf with its sealed private part. */
    Leaf leaf(long index);

    /** Reads the leaves {@code [from, to)} in order; at most 1,000 per call, fewer at the end of the log. */
    List<Leaf> leaves(long from, long to);

    /** RFC 9162 §2.1.3 proof that leaf {@code index} is in the tree of {@code size} leaves. */
    List<Hash> inclusionProof(long index, long size);

    /** RFC 9162 §2.1.4 proof that the tree of {@code from} leaves is a prefix of the tree of {@code to} leaves. */
    List<Hash> consistencyProof(long from, long to);

    /** The newest signed checkpoint (C2SP tlog-checkpoint) this node holds; nobody else has signed it yet. */
    Checkpoint checkpoint();

    /** Who else signs the checkpoints, and what they signed. */
    Witnesses witnesses();

    /**
     * The checkpoint to show to strangers: the newest that witnesses have cosigned, or {@link #checkpoint} itself if
     * they are more than {@link #MAX_COSIGNING} behind it. Never one of more leaves than this node has, and never one of
     * fewer than it has shown before, as long as it has them.
     */
    Checkpoint published();

    /** A receipt for a leaf under the newest checkpoint; waits a few seconds for a checkpoint that covers it. */
    Receipt receipt(long index);

    /** Seals and opens private parts under the group's key. */
    GroupCipher cipher();

    /**
     * Names the one that applies leaves nobody here waits for. Called on the thread that applies the log, in leaf
     * order, and must return quickly. Leaves before the call are not repeated: read them with {@link #leaves}.
     *
     * @return the size of the log at the moment the follower began to be told
     */
    long follow(Follower follower);

    /** Peers, roles, heights and roots as this node knows them, for screens and health checks. */
    LedgerStatus status();

    /** Stops this node's member cleanly; what was acknowledged stays. */
    @Override
    void close();

    /** Receives leaves that were committed elsewhere or whose local caller gave up waiting. */
    @FunctionalInterface
    interface Follower {
        void committed(Leaf leaf);
    }
}
