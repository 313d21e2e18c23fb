package org.chancery.engine.erasure;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.State;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes round, while this node may write, and carries out what was confirmed and is not done: after a restart, after a
 * quorum was away, and once a voter is back that had not destroyed its copy.
 */
public final class ErasureRounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ErasureRounds.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final CarryingOut carrying;
    private final Ledger ledger;
    private final ScheduledExecutorService rounds;
    private volatile boolean open;

    public ErasureRounds(CarryingOut carrying, Ledger ledger) {
        this.carrying = carrying;
        this.ledger = ledger;
        this.rounds = Executors.newSingleThreadScheduledExecutor(
                round -> Thread.ofPlatform().daemon().name("erasures").unstarted(round));
        rounds.scheduleWithFixedDelay(this::round, BETWEEN.toSeconds(), BETWEEN.toSeconds(), TimeUnit.SECONDS);
    }

    /** This node may write: whatever was left is taken up at once. */
    public void opened() {
        open = true;
        rounds.execute(this::round);
    }

    public void closed() {
        open = false;
    }

    private void round() {
        if (!open) {
            return;
        }
        try {
            carrying.unfinished().stream()
                    .filter(this::worthwhile)
                    .map(Erasure::id)
                    .forEach(carrying::attempt);
        } catch (EngineException e) {
            LOG.info("Erasures are looked at again later: {}", e.toString());
        } catch (RuntimeException e) { // or no further round would follow
            LOG.error("Erasures could not be looked at; it is tried again", e);
        }
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

    @Override
    public void close() {
        open = false;
        rounds.shutdown();
    }
}
