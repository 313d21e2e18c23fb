package org.chancery.ledger;

import java.util.List;
import java.util.Optional;

/**
 * What one node knows of its group.
 *
 * @param origin the log's name
 * @param term current Raft term
 * @param leader id of the leading peer, if one is known
 * @param quorum whether a majority of voters answers at present
 * @param personKeys whether a majority answers for the keys of persons too: they are a group of their own, and while it
 *     lacks one no key can be made or erased
 * @param singleMachine whether all voters run on this machine: such a quorum survives a crash of the process, not the
 *     loss of the disk
 * @param head size and root on this node
 * @param peers every voter
 */
public record LedgerStatus(
        String origin,
        long term,
        Optional<String> leader,
        boolean quorum,
        boolean personKeys,
        boolean singleMachine,
        Head head,
        List<Peer> peers) {

    /** What a voter is to the group at present. */
    public enum Role {
        LEADER,
        FOLLOWER,
        CANDIDATE,
        UNREACHABLE
    }

    /**
     * One voter.
     *
     * @param id its name in the group
     * @param address host and port of its Raft endpoint
     * @param role what it is at present
     * @param kind 'engine', 'standby' or 'log-only'
     * @param head its size and root where known (always, for voters in this process)
     * @param trouble why it does not run although it should, e.g. a damaged store with its remedy
     */
    public record Peer(
            String id, String address, Role role, String kind, Optional<Head> head, Optional<String> trouble) {}
}
