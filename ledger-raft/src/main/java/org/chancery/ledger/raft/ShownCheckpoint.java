package org.chancery.ledger.raft;

import java.util.Optional;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Ledger;

/**
 * The rule of {@link Ledger#published}. Witnesses that come late bring a checkpoint that is smaller than the bare one
 * shown meanwhile; whoever has seen that one would take the log for one that forgot entries.
 */
final class ShownCheckpoint {

    private Optional<Checkpoint> last = Optional.empty();

    /**
     * @param newest what the log has signed last
     * @param cosigned what witnesses have cosigned last, if anything
     * @param size how many leaves this node has
     */
    synchronized Checkpoint of(Checkpoint newest, Optional<Checkpoint> cosigned, long size) {
        Checkpoint next = cosigned.filter(checkpoint ->
                        checkpoint.signedAt().isAfter(newest.signedAt().minus(Ledger.MAX_COSIGNING)))
                .filter(checkpoint -> checkpoint.head().size() <= size)
                .orElse(newest);
        Checkpoint shown = last.filter(
                        before -> before.head().size() > next.head().size())
                .filter(before -> before.head().size() <= size)
                .orElse(next);
        last = Optional.of(shown);
        return shown;
    }
}
