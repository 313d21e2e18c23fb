package org.chancery.ledger.raft;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.statemachine.TransactionContext;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogStore;

/**
 * Appends every committed record to this voter's permanent store, the same leaf on every voter.
 *
 * <p>What it answers depends on the Raft log alone: an entry that reaches the log in another term than its proposer
 * decided in makes no leaf anywhere, and neither does a record the log already holds. An entry may carry several records,
 * each judged by itself. The index of the last applied
 * Raft entry lies in the store with the leaf, so a restart goes on from there and applying again changes nothing.
 *
 * <p>A snapshot is the store itself: taking one means syncing it. A voter that needs purged entries copies the leaves
 * from the leader's store ({@link LeafCopy}).
 */
final class LedgerStateMachine extends DurableMachine {

    private final LogStore store;
    private final LeafDelivery delivery;
    private final Runnable advanced;
    private final LeafCopy.Source peers;
    private final Consumer<LedgerException> broken;

    /**
     * @param advanced told after each new leaf, on the applying thread
     * @param peers where to get leaves that the leader's Raft log no longer has
     * @param broken told why this voter can apply no more; Raft closes it then
     */
    LedgerStateMachine(
            LogStore store,
            LeafDelivery delivery,
            Runnable advanced,
            LeafCopy.Source peers,
            Consumer<LedgerException> broken) {
        this.store = store;
        this.delivery = delivery;
        this.advanced = advanced;
        this.peers = peers;
        this.broken = broken;
        // What was read back may not have reached the disk yet; from now on Raft relies on it.
        store.sync();
        startAfter(applied());
    }

    @Override
    public long takeSnapshot() {
        AtomicReference<TermIndex> reached = new AtomicReference<>();
        inOrder(() -> {
            reached.set(applied());
            store.sync();
        });
        return reached(reached.get());
    }

    /**
     * Refuses here already what nobody wants any more: whatever is refused later keeps one of the leader's permits for
     * entries under way, see {@link RaftSettings}.
     */
    @Override
    public TransactionContext startTransaction(RaftClientRequest request) throws IOException {
        TransactionContext transaction = super.startTransaction(request);
        List<Proposal> proposals = ProposalBatch.decode(request.getMessage().getContent());
        return proposals.stream().anyMatch(one -> delivery.withdrawn(one.entry().id()))
                ? transaction.setException(new Proposing.Withdrawn())
                : transaction.setStateMachineContext(proposals);
    }

    @Override
    public TransactionContext preAppendTransaction(TransactionContext transaction) throws IOException {
        List<Proposal> proposals = proposals(transaction);
        for (int i = 0; i < proposals.size(); i++) {
            if (!delivery.propose(proposals.get(i).entry().id())) {
                proposals
                        .subList(0, i)
                        .forEach(other -> delivery.notProposed(other.entry().id()));
                throw new Proposing.Withdrawn();
            }
        }
        return transaction;
    }

    @SuppressWarnings("unchecked") // as startTransaction has put them there
    private static List<Proposal> proposals(TransactionContext transaction) {
        return (List<Proposal>) transaction.getStateMachineContext();
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto raftEntry = transaction.getLogEntry();
        List<Proposal> proposals =
                ProposalBatch.decode(raftEntry.getStateMachineLogEntry().getLogData());
        inOrder(() -> apply(proposals, raftEntry.getTerm(), raftEntry.getIndex()));
        updateLastAppliedTermIndex(raftEntry.getTerm(), raftEntry.getIndex());
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    /** A store that fails ends this voter; the others go on. */
    private void inOrder(Runnable change) {
        try {
            synchronized (delivery) {
                change.run();
            }
        } catch (LedgerException e) {
            broken.accept(e);
            throw e;
        }
    }

    private void apply(List<Proposal> proposals, long term, long index) {
        List<Entry> records = new ArrayList<>(proposals.size());
        for (Proposal proposal : proposals) {
            if (proposal.decidedIn() == term) {
                records.add(proposal.entry());
            } else {
                delivery.refused(proposal.entry().id(), new LedgerException.StaleTerm(proposal.decidedIn(), term));
            }
        }
        long next = store.size();
        List<Long> leaves = store.append(term, index, records);
        for (int i = 0; i < leaves.size(); i++) {
            Entry entry = records.get(i);
            if (leaves.get(i) == next) {
                added(new Leaf(next++, term, entry.id(), entry.publicPart(), entry.privatePart()));
            } else {
                delivery.repeated(store.find(entry.id()).orElseThrow());
            }
        }
    }

    private void added(Leaf leaf) {
        delivery.committed(leaf);
        advanced.run();
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        inOrder(() -> store.applied(term, index));
        super.notifyTermIndexUpdated(term, index);
    }

    @Override
    public CompletableFuture<Message> query(Message request) {
        return CompletableFuture.completedFuture(
                Message.valueOf(LeafCopy.answer(request.getContent(), store, delivery)));
    }

    @Override
    public CompletableFuture<TermIndex> notifyInstallSnapshotFromLeader(RoleInfoProto role, TermIndex firstAvailable) {
        return LeafCopy.inBackground(
                        peers, role.getFollowerInfo().getLeaderInfo().getId().getId(), this::copied, store)
                .thenApply(this::copyComplete)
                .whenComplete((reached, failure) -> copyFailed(failure));
    }

    /** Takes a leaf from a peer's store. */
    private void copied(Leaf leaf) {
        inOrder(() -> {
            if (leaf.index() == store.head().size()
                    && store.copy(leaf.id(), leaf.term(), leaf.publicPart(), leaf.privatePart()) == leaf.index()) {
                added(leaf);
            }
        });
    }

    private TermIndex copyComplete(TermIndex reached) {
        inOrder(() -> {
            store.applied(reached.getTerm(), reached.getIndex());
            store.sync();
        });
        reached(reached);
        return reached;
    }

    /** Nobody closes a voter whose store fails on a thread of our own, so this does. */
    private void copyFailed(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() instanceof LedgerException cause) {
            if (cause instanceof LedgerException.DamagedStore) {
                broken.accept(cause);
            }
            getServer()
                    .thenAccept(server -> Thread.ofPlatform()
                            .daemon()
                            .name("store-failed")
                            .start(() -> {
                                try {
                                    server.close();
                                } catch (IOException e) {
                                    broken.accept(
                                            new LedgerException.Unavailable("Voter did not close cleanly: " + e, e));
                                }
                            }));
        }
    }

    private TermIndex applied() {
        LogStore.Applied applied = store.lastApplied();
        return applied.index() < 0
                ? TermIndex.valueOf(0, RaftLog.INVALID_LOG_INDEX)
                : TermIndex.valueOf(applied.term(), applied.index());
    }
}
