package org.chancery.ledger.raft;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.server.DivisionInfo;
import org.chancery.ledger.LedgerException;

/** Whether a member leads its group with a majority behind it at this moment. */
final class Leadership {

    /** How long a lacking quorum may come back before a write is refused. */
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private static final long LOOK_AGAIN_MILLIS = 10;

    private final DivisionInfo member;
    private final int voters;
    private final Predicate<String> running;

    /**
     * @param running false for a peer that is known to be stopped, whatever it answered a moment ago
     */
    Leadership(DivisionInfo member, int voters, Predicate<String> running) {
        this.member = member;
        this.voters = voters;
        this.running = running;
    }

    /** The term in which this member leads, has applied everything before its term, and a majority answers. */
    Optional<Long> writableTerm() {
        long term = member.getCurrentTerm();
        boolean writable = member.isLeader() && member.isLeaderReady() && answering() >= majority();
        return writable && member.getCurrentTerm() == term ? Optional.of(term) : Optional.empty();
    }

    /** @throws LedgerException.NoQuorum if it does not come within a short while */
    long awaitWritable() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<Long> term = writableTerm();
            if (term.isPresent()) {
                return term.get();
            }
            if (System.nanoTime() >= until) {
                throw new LedgerException.NoQuorum(why());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LedgerException.NoQuorum("interrupted while waiting for one");
            }
        }
    }

    boolean quorum() {
        return answering() >= majority();
    }

    /** This member and the followers that answered recently; only a leader knows of followers. */
    private int answering() {
        int answering = 1;
        for (ServerRpcProto follower : member.getRoleInfoProto().getLeaderInfo().getFollowerInfoList()) {
            if (follower.getLastRpcElapsedTimeMs() <= RaftSettings.ANSWERED_RECENTLY.toMillis()
                    && running.test(follower.getId().getId().toStringUtf8())) {
                answering++;
            }
        }
        return answering;
    }

    private int majority() {
        return voters / 2 + 1;
    }

    private String why() {
        return member.isLeader()
                ? answering() + " of " + voters + " voters answer, " + majority() + " are needed"
                : "this voter does not lead the group";
    }
}
