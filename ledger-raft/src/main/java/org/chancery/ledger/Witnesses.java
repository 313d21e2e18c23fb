package org.chancery.ledger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The witnesses that this node asks for cosignatures (C2SP tlog-cosignature). They are asked after the fact, never
 * before an append returns: a witness that is slow or gone delays no case. May be used by any thread.
 */
public interface Witnesses {

    /**
     * The newest checkpoint that witnesses have cosigned. Its note carries the log's own line first and then a line of
     * each witness that answered; how many are enough is for whoever reads it to say.
     *
     * @param size how many leaves it must have at least
     * @param patience how long to wait for it; zero answers at once
     * @return empty if there is none in time
     */
    Optional<Checkpoint> cosigned(long size, Duration patience);

    /** What is known of each. */
    List<WitnessStatus> status();

    /** Nobody. */
    static Witnesses none() {
        return new Witnesses() {
            @Override
            public Optional<Checkpoint> cosigned(long size, Duration patience) {
                return Optional.empty();
            }

            @Override
            public List<WitnessStatus> status() {
                return List.of();
            }
        };
    }
}
