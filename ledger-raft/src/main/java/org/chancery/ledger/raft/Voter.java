package org.chancery.ledger.raft;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.GroupManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.StateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.util.TimeDuration;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogStore;

/** A running member of the group: its Raft server and its store. */
final class Voter implements AutoCloseable {

    private final String id;
    private final Membership membership;
    private final RaftProperties properties;
    private final Parameters tls;
    private final LogStore store;
    private final RaftServer server;
    private final ClientId client = ClientId.randomId();
    private final AtomicLong calls = new AtomicLong();

    /** What runs in the two groups of one voter. */
    record Machines(StateMachine ledger, StateMachine persons) {}

    /** Which of the two groups of a voter start with nothing while their peers have something. */
    record Newcomer(boolean ledger, boolean persons) {}

    /** Makes the state machines of a voter that is about to start. */
    @FunctionalInterface
    interface MachineRoom {
        Machines build(LeafCopy.Source ledgerPeers, LeafCopy.Source personsPeers);
    }

    private Voter(
            String id,
            Membership membership,
            RaftProperties properties,
            Parameters tls,
            LogStore store,
            Newcomer newcomer,
            MachineRoom room)
            throws IOException {
        this.id = id;
        this.membership = membership;
        this.properties = properties;
        this.tls = tls;
        this.store = store;
        Machines machines = room.build(
                (peer, request) -> ask(membership.ledgerGroup(), RaftPeerId.valueOf(peer), request),
                (peer, request) -> ask(membership.personsGroup(), RaftPeerId.valueOf(peer), request));
        this.server = RaftServer.newBuilder()
                .setServerId(RaftPeerId.valueOf(id))
                .setProperties(properties)
                .setParameters(tls)
                .setStateMachineRegistry(
                        group -> group.equals(membership.ledgerGroup()) ? machines.ledger() : machines.persons())
                .setGroup(membership.group(membership.ledgerGroup(), newcomer.ledger()))
                .setOption(RaftStorage.StartupOption.RECOVER)
                .build();
        // The configuration in Raft's storage may hold addresses of an earlier run; the first ones told are used.
        server.getServerRpc().addRaftPeers(membership.others(id));
    }

    /**
     * Starts a member on its store; closes the store if that fails.
     *
     * @param tls how it connects to its peers, see {@link MemberTls}
     * @param newcomer whether it lost what it had and must learn of the group from the leader
     * @throws LedgerException.Unavailable if Raft does not start
     */
    static Voter start(
            String id,
            Membership membership,
            RaftProperties properties,
            Parameters tls,
            LogStore store,
            Newcomer newcomer,
            MachineRoom room) {
        Voter voter = null;
        try {
            voter = new Voter(id, membership, properties, tls, store, newcomer, room);
            voter.server.start();
            voter.joinPersons(newcomer);
            return voter;
        } catch (IOException | RuntimeException e) {
            if (voter != null) {
                voter.close();
            } else {
                store.close();
            }
            throw e instanceof LedgerException known
                    ? known
                    : new LedgerException.Unavailable("Voter " + id + " does not start: " + e, e);
        }
    }

    /** The second group is recovered with the server when it exists; the first time it is added. */
    private void joinPersons(Newcomer newcomer) throws IOException {
        for (RaftGroupId group : server.getGroupIds()) {
            if (group.equals(membership.personsGroup())) {
                return;
            }
        }
        RaftClientReply reply = server.groupManagement(GroupManagementRequest.newAdd(
                client,
                RaftPeerId.valueOf(id),
                calls.incrementAndGet(),
                membership.group(membership.personsGroup(), newcomer.persons())));
        if (!reply.isSuccess()) {
            throw new IOException("group of person keys was not added", reply.getException());
        }
    }

    String id() {
        return id;
    }

    LogStore store() {
        return store;
    }

    Membership membership() {
        return membership;
    }

    RaftServer.Division ledger() {
        return division(membership.ledgerGroup());
    }

    RaftServer.Division persons() {
        return division(membership.personsGroup());
    }

    private RaftServer.Division division(RaftGroupId group) {
        try {
            return server.getDivision(group);
        } catch (IOException e) {
            throw new LedgerException.Unavailable("Voter " + id + " has left its group: " + e, e);
        }
    }

    /** Submits to this member itself; it answers with an error if it does not lead. */
    CompletableFuture<RaftClientReply> submit(RaftGroupId group, ByteString message, RaftClientRequest.Type type)
            throws IOException {
        return server.submitClientRequestAsync(RaftClientRequest.newBuilder()
                .setClientId(client)
                .setServerId(RaftPeerId.valueOf(id))
                .setGroupId(group)
                .setCallId(calls.incrementAndGet())
                .setMessage(Message.valueOf(message))
                .setType(type)
                .build());
    }

    ByteString askPersons(RaftPeerId peer, ByteString request) throws IOException {
        return ask(membership.personsGroup(), peer, request);
    }

    /** Reads from another member's state, whatever its role. */
    private ByteString ask(RaftGroupId group, RaftPeerId peer, ByteString request) throws IOException {
        try (RaftClient client = RaftClient.newBuilder()
                .setProperties(properties)
                .setParameters(tls)
                .setRaftGroup(membership.group(group, false))
                .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(3, TimeDuration.ONE_SECOND))
                .build()) {
            RaftClientReply reply = client.io().sendStaleRead(Message.valueOf(request), 0, peer);
            if (!reply.isSuccess()) {
                throw new IOException("peer refused to answer", reply.getException());
            }
            return reply.getMessage().getContent();
        }
    }

    /** Stops the member and then closes its store. */
    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new LedgerException.Unavailable("Voter " + id + " did not close cleanly: " + e, e);
        } finally {
            store.close();
        }
    }
}
