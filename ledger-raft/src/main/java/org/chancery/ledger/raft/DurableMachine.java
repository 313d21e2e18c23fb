package org.chancery.ledger.raft;

import java.io.IOException;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.util.LifeCycle;

/**
 * A state machine that keeps its state on disk itself and knows how far the Raft log went into it. That is its
 * snapshot; taking one makes sure that it is on the disk, after which Raft may purge its log up to there.
 */
abstract class DurableMachine extends BaseStateMachine {

    private volatile TermIndex durable;

    /** Raft goes on after this entry, which the state on disk includes. */
    final void startAfter(TermIndex onDisk) {
        durable = onDisk;
        setLastAppliedTermIndex(onDisk);
    }

    /**
     * The state on disk now includes this entry, if not a later one already: a copy from a peer may have come between.
     *
     * @return what {@link #takeSnapshot} answers: a copy that was just completed is ahead of what Raft knows of
     */
    final synchronized long reached(TermIndex onDisk) {
        if (onDisk.getIndex() > durable.getIndex()) {
            durable = onDisk;
        }
        return Math.min(onDisk.getIndex(), getLastAppliedTermIndex().getIndex());
    }

    final TermIndex durable() {
        return durable;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        getLifeCycle().startAndTransition(() -> super.initialize(server, groupId, storage), IOException.class);
    }

    @Override
    public final void pause() {
        getLifeCycle().transition(LifeCycle.State.PAUSING);
        getLifeCycle().transition(LifeCycle.State.PAUSED);
    }

    @Override
    public final void reinitialize() {
        getLifeCycle().startAndTransition(() -> setLastAppliedTermIndex(durable));
    }

    @Override
    public final SnapshotInfo getLatestSnapshot() {
        TermIndex reached = durable;
        return reached.getIndex() == RaftLog.INVALID_LOG_INDEX ? null : new AppliedSnapshot(reached);
    }
}
