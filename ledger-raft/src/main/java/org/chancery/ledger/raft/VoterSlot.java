package org.chancery.ledger.raft;

import java.util.Optional;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.Rfc6962;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A voter's place in this process, whether it runs at present or not. */
final class VoterSlot {

    private static final Logger LOG = LoggerFactory.getLogger(VoterSlot.class);

    private final String id;
    private final String kind;
    private final VoterFolder folder;
    private final LeafDelivery delivery = new LeafDelivery();
    private volatile Optional<RunningVoter> running = Optional.empty();
    private volatile Optional<LedgerException> refusal = Optional.empty();
    private volatile Head lastHead = new Head(0, new Hash(Rfc6962.empty()));

    /** @param kind 'engine', 'standby' or 'log-only' */
    VoterSlot(String id, String kind, VoterFolder folder) {
        this.id = id;
        this.kind = kind;
        this.folder = folder;
    }

    String id() {
        return id;
    }

    String kind() {
        return kind;
    }

    VoterFolder folder() {
        return folder;
    }

    LeafDelivery delivery() {
        return delivery;
    }

    Optional<RunningVoter> running() {
        return running;
    }

    /** Why it does not run although it should; empty if it was stopped on purpose. */
    Optional<LedgerException> refusal() {
        return refusal;
    }

    /** @throws LedgerException if it does not run, with the reason */
    RunningVoter required() {
        return running.orElseThrow(
                () -> refusal.orElseGet(() -> new LedgerException.Unavailable("Voter " + id + " is stopped", null)));
    }

    /** Size and root as last known: a voter that cannot read its store any more keeps the last ones. */
    Head head() {
        try {
            running.ifPresent(voter -> lastHead = voter.voter().store().head());
        } catch (LedgerException storeFailed) {
            LOG.debug("{} cannot tell its head", id, storeFailed);
        }
        return lastHead;
    }

    void started(RunningVoter voter) {
        refusal = Optional.empty();
        running = Optional.of(voter);
    }

    void refused(LedgerException reason) {
        refusal = Optional.of(reason);
    }

    void stop() {
        Optional<RunningVoter> stopping = running;
        stopping.ifPresent(voter -> {
            head();
            running = Optional.empty();
            voter.close();
        });
    }
}
