package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

/**
 * Who votes, and where each voter listens.
 *
 * @param origin the log's name; it names the Raft groups too
 * @param peers the voters; the first is the engine's and leads when it can
 */
record Membership(String origin, List<RaftPeer> peers) {

    static final int PREFERRED = 1;

    static RaftPeer peer(String id, int port, boolean preferred) {
        return RaftPeer.newBuilder()
                .setId(id)
                .setAddress(Loopback.HOST + ":" + port)
                .setPriority(preferred ? PREFERRED : 0)
                .build();
    }

    RaftGroupId ledgerGroup() {
        return groupId("ledger");
    }

    RaftGroupId personsGroup() {
        return groupId("persons");
    }

    /** A member that starts empty in a group that is not must not vote before the leader has told it of the group. */
    RaftGroup group(RaftGroupId id, boolean asNewcomer) {
        return asNewcomer ? RaftGroup.valueOf(id) : RaftGroup.valueOf(id, peers);
    }

    RaftPeer self(String id) {
        return peers.stream()
                .filter(peer -> peer.getId().equals(RaftPeerId.valueOf(id)))
                .findFirst()
                .orElseThrow();
    }

    List<RaftPeer> others(String id) {
        return peers.stream()
                .filter(peer -> !peer.getId().equals(RaftPeerId.valueOf(id)))
                .toList();
    }

    private RaftGroupId groupId(String kind) {
        return RaftGroupId.valueOf(UUID.nameUUIDFromBytes((origin + "/" + kind).getBytes(StandardCharsets.UTF_8)));
    }
}
