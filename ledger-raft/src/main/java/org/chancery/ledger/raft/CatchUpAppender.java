package org.chancery.ledger.raft;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;

/**
 * Brings a follower up to date in two cases where Ratis 3.3.0 does not.
 *
 * <p><b>Its snapshot ends just where the leader's Raft log begins.</b> Ratis asks it to install a snapshot, hears that
 * it has it already, and asks again, without end and several thousand times a second: the follower never gets an entry
 * (RATIS-2500). It is no rare case here, since segments end, and are purged, where a term does, and that is where a
 * voter stops. What follows a snapshot may be sent without the entry before it, for a snapshot holds committed entries
 * only. To be removed with the next Ratis.
 *
 * <p><b>Its disk was lost.</b> Ratis takes it that a follower keeps for ever what it once acknowledged, and goes on
 * from there whatever the follower says, until another leader is elected. Here a leader believes a follower that lacks
 * what it had acknowledged: it is sent from where it says, and what it had acknowledged counts for no majority.
 */
final class CatchUpAppender extends GrpcLogAppender {

    private CatchUpAppender(RaftServer.Division leader, LeaderState state, FollowerInfo follower) {
        super(leader, state, follower);
    }

    @Override
    public boolean shouldInstallSnapshot(boolean hasSnapshot) {
        return super.shouldInstallSnapshot(hasSnapshot) && !goesOnFromItsSnapshot();
    }

    private boolean goesOnFromItsSnapshot() {
        long next = getFollower().getNextIndex();
        return next > 0
                && next == getRaftLog().getStartIndex()
                && next == getFollower().getSnapshotIndex() + 1
                && next == getFollower().getMatchIndex() + 1;
    }

    @Override
    protected long getNextIndexForInconsistency(long requestFirst, long replyNext) {
        if (replyNext <= getFollower().getMatchIndex()) {
            getFollower().setSnapshotIndex(replyNext - 1);
        }
        return super.getNextIndexForInconsistency(requestFirst, replyNext);
    }

    /** gRPC with this appender; Ratis makes one by its class name. */
    public static final class Rpc implements RpcType {

        @Override
        public String name() {
            return Rpc.class.getName();
        }

        @Override
        public RpcFactory newFactory(Parameters parameters) {
            return new GrpcFactory(parameters) {
                @Override
                public LogAppender newLogAppender(
                        RaftServer.Division leader, LeaderState state, FollowerInfo follower) {
                    return new CatchUpAppender(leader, state, follower);
                }
            };
        }
    }
}
