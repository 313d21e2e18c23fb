package org.chancery.ledger.raft;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.witness.Cosigning;

/** Puts a voter together: what it still has of its group decides how it joins. */
record VoterStart(VoterSlot slot, Membership membership, RaftSettings settings) {

    /** Which groups have committed something already, and have a voter here that remembers its votes. */
    record Begun(boolean ledger, boolean persons) {}

    RunningVoter run(LogStore store, Begun begun, SharedKeys keys, Cosigning cosigning, Clock clock) {
        try {
            return begin(store, begun, keys, cosigning, clock);
        } catch (LedgerException e) {
            store.close();
            throw e;
        } catch (RuntimeException e) {
            store.close();
            throw new LedgerException.Unavailable("Voter " + slot.id() + " does not start: " + e, e);
        }
    }

    private RunningVoter begin(LogStore store, Begun begun, SharedKeys keys, Cosigning cosigning, Clock clock) {
        VoterFolder folder = slot.folder();
        boolean storeEmpty = store.lastApplied().index() < 0;
        Voter.Newcomer newcomer = new Voter.Newcomer(
                begun.ledger() && lost(membership.ledgerGroup(), storeEmpty),
                begun.persons() && lost(membership.personsGroup(), !PersonKeyMachine.hasBegun(folder)));
        OpenSegment.cutTorn(log(membership.ledgerGroup()));
        OpenSegment.cutTorn(log(membership.personsGroup()));
        RaftLogFiles.dropIfBehind(
                log(membership.ledgerGroup()), store.lastApplied().index());
        RaftLogFiles.dropIfBehind(
                log(membership.personsGroup()), PersonKeyMachine.applied(folder).getIndex());
        CheckpointSigner signer = new CheckpointSigner(
                keys.logKey(),
                store,
                folder.checkpoint(),
                clock,
                signed -> cosigning.offer(signed, new StoreView(store)));
        PersonKeyMachine[] persons = new PersonKeyMachine[1];
        try {
            Voter voter = Voter.start(
                    slot.id(),
                    membership,
                    settings.properties(folder, port(), preferred()),
                    keys.tls(slot.id()),
                    store,
                    newcomer,
                    (ledgerPeers, personsPeers) -> {
                        persons[0] = new PersonKeyMachine(folder, personsPeers);
                        return new Voter.Machines(
                                new LedgerStateMachine(
                                        store, slot.delivery(), signer::advanced, ledgerPeers, slot::refused),
                                persons[0]);
                    });
            return new RunningVoter(voter, persons[0], signer, keys.cipher());
        } catch (LedgerException.Unavailable e) {
            signer.close();
            throw new LedgerException.Unavailable(
                    e.getMessage() + ". " + RaftLogFiles.remedy(log(membership.ledgerGroup())), e);
        } catch (RuntimeException e) {
            signer.close();
            throw e;
        }
    }

    /**
     * Whether this voter must not vote in a group that has begun before the leader has told it of the group: because it
     * forgot its votes, or because its state is gone. State can be made again from the voter's Raft log only if that
     * still starts at its first entry; otherwise the log is of no use and is removed.
     */
    private boolean lost(RaftGroupId group, boolean stateEmpty) {
        if (!RaftLogFiles.remembersVotes(log(group))) {
            return true;
        }
        Optional<Long> first = RaftLogFiles.first(log(group));
        if (!stateEmpty || first.equals(Optional.of(0L))) {
            return false;
        }
        RaftLogFiles.delete(log(group).getParent());
        return true;
    }

    private Path log(RaftGroupId group) {
        return log(slot.folder(), group);
    }

    static Path log(VoterFolder folder, RaftGroupId group) {
        return folder.raft().resolve(group.getUuid().toString()).resolve("current");
    }

    private boolean preferred() {
        return self().getPriority() == Membership.PREFERRED;
    }

    private int port() {
        String address = self().getAddress();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private RaftPeer self() {
        return membership.self(slot.id());
    }
}
