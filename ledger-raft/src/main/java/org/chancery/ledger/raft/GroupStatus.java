package org.chancery.ledger.raft;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus;
import org.chancery.ledger.LedgerStatus.Peer;
import org.chancery.ledger.LedgerStatus.Role;

/** The group as its voters in this process show it at this moment, and whether its keys of persons can be written. */
record GroupStatus(String origin, List<VoterSlot> slots, Membership membership, Predicate<String> running) {

    LedgerStatus seenBy(VoterSlot viewer) {
        Optional<DivisionInfo> member = info(viewer);
        return new LedgerStatus(
                origin,
                member.map(DivisionInfo::getCurrentTerm).orElse(0L),
                member.map(DivisionInfo::getLeaderId).map(RaftPeerId::toString),
                slots.stream().anyMatch(slot -> writable(info(slot))),
                writable(info(slots.getFirst(), Voter::persons)), // through it keys are written, see LocalGroup
                true,
                viewer.head(),
                slots.stream().map(this::peer).toList());
    }

    private boolean writable(Optional<DivisionInfo> member) {
        return member.flatMap(info -> new Leadership(info, slots.size(), running).writableTerm())
                .isPresent();
    }

    private Peer peer(VoterSlot slot) {
        return new Peer(
                slot.id(),
                membership.self(slot.id()).getAddress(),
                info(slot).map(GroupStatus::role).orElse(Role.UNREACHABLE),
                slot.kind(),
                Optional.of(slot.head()),
                slot.refusal().map(LedgerException::getMessage));
    }

    private static Role role(DivisionInfo info) {
        if (!info.isAlive()) {
            return Role.UNREACHABLE;
        }
        return switch (info.getCurrentRole()) {
            case LEADER -> Role.LEADER;
            case CANDIDATE -> Role.CANDIDATE;
            default -> Role.FOLLOWER;
        };
    }

    private static Optional<DivisionInfo> info(VoterSlot slot) {
        return info(slot, Voter::ledger);
    }

    private static Optional<DivisionInfo> info(VoterSlot slot, Function<Voter, RaftServer.Division> group) {
        try {
            return slot.running().map(running -> group.apply(running.voter()).getInfo());
        } catch (LedgerException.Unavailable beingStopped) {
            return Optional.empty();
        }
    }
}
