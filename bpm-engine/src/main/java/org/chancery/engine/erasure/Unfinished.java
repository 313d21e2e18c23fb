package org.chancery.engine.erasure;

import java.util.Set;
import java.util.stream.Collectors;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.State;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerStatus;

/**
 * Carries out what was confirmed and is not done: after a restart, after a quorum was away, and once a voter is back
 * that had not destroyed its copy.
 */
public final class Unfinished implements Runnable {

    private final CarryingOut carrying;
    private final Ledger ledger;

    public Unfinished(CarryingOut carrying, Ledger ledger) {
        this.carrying = carrying;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        carrying.unfinished().stream().filter(this::worthwhile).map(Erasure::id).forEach(carrying::attempt);
    }

    /** A voter that is away is not asked again before it is back. */
    private boolean worthwhile(Erasure erasure) {
        if (erasure.state() == State.CONFIRMED) {
            return true;
        }
        Set<String> there = ledger.status().peers().stream()
                .filter(peer -> peer.role() != LedgerStatus.Role.UNREACHABLE)
                .map(LedgerStatus.Peer::id)
                .collect(Collectors.toSet());
        return erasure.pending().stream().anyMatch(there::contains);
    }
}
