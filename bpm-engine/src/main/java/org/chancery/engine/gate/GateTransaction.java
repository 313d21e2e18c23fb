package org.chancery.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.chancery.engine.image.RowImage;

/**
 * What one database transaction did so far. Get it from a gated connection with
 * {@code connection.unwrap(GateTransaction.class)}; it lives as long as the transaction.
 */
public final class GateTransaction {

    private static final long NOT_BEGUN = -1;

    private final List<RowImage> images = new ArrayList<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final List<byte[]> salts = new ArrayList<>();
    private long epoch = NOT_BEGUN;

    /** Adds a business transition to the record of this transaction. */
    public void annotate(Transition transition) {
        transitions.add(transition);
    }

    /** The transition of this type about this instance, or {@code null} if there is none yet. */
    Transition lastOf(String type, String instance) {
        for (int i = transitions.size() - 1; i >= 0; i--) {
            Transition transition = transitions.get(i);
            if (transition.type().equals(type)
                    && Objects.equals(transition.members().get("instance"), instance)) {
                return transition;
            }
        }
        return null;
    }

    /** Keeps the salt of a commitment made in the public part; the private part lists salts in this order. */
    public void keepSalt(byte[] salt) {
        salts.add(salt);
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

    List<byte[]> salts() {
        return salts;
    }

    boolean hasChanges() {
        return !images.isEmpty();
    }

    void clear() {
        images.clear();
        transitions.clear();
        salts.clear();
        epoch = NOT_BEGUN;
    }
}
