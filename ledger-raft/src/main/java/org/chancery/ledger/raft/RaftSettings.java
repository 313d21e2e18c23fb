package org.chancery.ledger.raft;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.RaftConfigKeys;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.chancery.ledger.Ledger;

/**
 * How Ratis runs here.
 *
 * @param snapshotEvery Raft entries after which the store is synced and the Raft log purged
 */
record RaftSettings(int snapshotEvery) {

    static final RaftSettings USUAL = new RaftSettings(4_096);

    /** A log segment; an entry of just this size closes the open one (see {@link PersonKeyChange.Roll}). */
    static final int SEGMENT_BYTES = 512 * 1024;

    /** Room for the longest entry and its framing. Ratis allocates one such buffer per group and voter. */
    static final long LONGEST_ENTRY = Ledger.MAX_PRIVATE_BYTES + Ledger.MAX_PUBLIC_BYTES + 64 * 1024L;

    /**
     * Heartbeats go out at half the shortest election time-out. Shorter time-outs than these elect anew when the
     * machine is merely busy; these cost a fail-over of about three seconds.
     */
    private static final Duration ELECTION_MIN = Duration.ofMillis(1_500);

    private static final Duration ELECTION_MAX = Duration.ofMillis(2_500);

    /** A follower that answered within this time counts as answering: a heartbeat and a half. */
    static final Duration ANSWERED_RECENTLY = ELECTION_MIN.multipliedBy(3).dividedBy(4);

    /**
     * @param preferred whether this voter should lead: it stands for election at once when it starts, the others
     *     wait for it
     */
    RaftProperties properties(VoterFolder folder, int port, boolean preferred) {
        RaftProperties properties = new RaftProperties();
        RaftConfigKeys.Rpc.setType(properties, new CatchUpAppender.Rpc());
        network(properties, port);
        RaftServerConfigKeys.setStorageDir(properties, List.of(folder.raft().toFile()));
        RaftServerConfigKeys.setRemovedGroupsDir(
                properties, folder.root().resolve("removed").toFile());
        elections(properties, preferred);
        log(properties);
        underWay(properties);
        snapshots(properties);
        // A long pause of the JVM must not close the server: after it, an election settles who leads.
        RaftServerConfigKeys.setCloseThreshold(properties, TimeDuration.valueOf(1, TimeUnit.DAYS));
        RaftServerConfigKeys.ThreadPool.setProxySize(properties, 4);
        RaftServerConfigKeys.ThreadPool.setServerSize(properties, 8);
        RaftServerConfigKeys.ThreadPool.setClientSize(properties, 8);
        return properties;
    }

    private static void network(RaftProperties properties, int port) {
        GrpcConfigKeys.Server.setHost(properties, Loopback.HOST);
        GrpcConfigKeys.Server.setPort(properties, port);
        GrpcConfigKeys.Server.setAsyncRequestThreadPoolSize(properties, 8);
        GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(LONGEST_ENTRY + (2 << 20)));
        RaftServerConfigKeys.Rpc.setRequestTimeout(properties, TimeDuration.valueOf(1_500, TimeUnit.MILLISECONDS));
    }

    private static void elections(RaftProperties properties, boolean preferred) {
        RaftServerConfigKeys.Rpc.setTimeoutMin(properties, millis(ELECTION_MIN.toMillis()));
        RaftServerConfigKeys.Rpc.setTimeoutMax(properties, millis(ELECTION_MAX.toMillis()));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, millis(preferred ? 100 : 1_500));
        RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, millis(preferred ? 200 : 2_500));
        // A leader that lost its majority may stand again as soon as an election time-out has passed.
        RaftServerConfigKeys.LeaderElection.setLeaderStepDownWaitTime(properties, millis(ELECTION_MIN.toMillis()));
        RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
    }

    private static void log(RaftProperties properties) {
        RaftServerConfigKeys.Log.Appender.setWaitTimeMin(properties, TimeDuration.ZERO);
        RaftServerConfigKeys.Log.Appender.setBufferByteLimit(properties, SizeInBytes.valueOf(LONGEST_ENTRY));
        RaftServerConfigKeys.Log.setWriteBufferSize(properties, SizeInBytes.valueOf(LONGEST_ENTRY + 8));
        RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(SEGMENT_BYTES));
        RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf(64 * 1024));
        RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 3);
        RaftServerConfigKeys.Log.setSegmentCacheSizeMax(properties, SizeInBytes.valueOf(16 << 20));
    }

    /**
     * Few entries are under way at a time ({@link Proposing}); these limits are for what Ratis never gives back: an entry
     * refused at the last moment keeps its permit as long as its leader leads. With the usual 4,096 a leader whose
     * callers gave up that often would refuse all others.
     */
    private static void underWay(RaftProperties properties) {
        RaftServerConfigKeys.Write.setElementLimit(properties, 65_536);
        RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf(256 << 20));
    }

    private void snapshots(RaftProperties properties) {
        RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
        RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, snapshotEvery);
        RaftServerConfigKeys.Log.setPurgeGap(properties, 1);
        // Purging waits for nobody: who is far behind copies leaves from the leader's store.
        RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
        RaftServerConfigKeys.Log.Appender.setInstallSnapshotEnabled(properties, false);
    }

    private static TimeDuration millis(long millis) {
        return TimeDuration.valueOf(millis, TimeUnit.MILLISECONDS);
    }
}
