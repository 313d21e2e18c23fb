package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.engine.image.RowImage;

/**
 * What one database transaction did so far. Get it from a gated connection with
 * {@code connection.unwrap(GateTransaction.class)}; it lives as long as the transaction.
 */
public final class GateTransaction {

    private static final long NOT_BEGUN = -1;

    private final List<RowImage> images = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private long epoch = NOT_BEGUN;

    /** Adds a business transition to the record of this transaction. */
    public void annotate(Transition transition) {
        transitions.add(transition);
    }

    /** The newest transition. */
    Optional<Transition> last() {
        return transitions.isEmpty() ? Optional.empty() : Optional.of(transitions.getLast());
    }

    /** Notes the epoch on which this transaction's reads and writes rest, at its first statement. */
    void begin(long current) {
        if (epoch == NOT_BEGUN) {
            epoch = current;
        }
    }

    long epoch() {
        return epoch;
    }

    List<RowImage> images() {
        return images;
    }

    List<Transition> transitions() {
        return transitions;
    }

    boolean hasChanges() {
        return !images.isEmpty();
    }

    void clear() {
        images.clear();
        transitions.clear();
        epoch = NOT_BEGUN;
    }
}
