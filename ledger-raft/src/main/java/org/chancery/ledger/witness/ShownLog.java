package org.chancery.ledger.witness;

import org.chancery.ledger.Head;
import org.chancery.ledger.verify.ProofVerifier;

/**
 * What this log has shown to the world, against which the words of others are held.
 *
 * @param head cosigned by somebody
 * @param log which has at least that much
 */
record ShownLog(Head head, LogView log) {

    /** What is said over another history of this log is about something that is not shown here. */
    void requireHistory(Head stated) throws Trouble {
        if (stated.size() > head.size()) {
            throw new Trouble("it speaks of " + stated.size() + " entries, more than are cosigned here");
        }
        boolean same = stated.size() == head.size()
                ? stated.equals(head)
                : stated.size() == 0
                        ? stated.equals(CheckpointRules.NOTHING)
                        : ProofVerifier.consistent(stated, head, log.consistencyProof(stated.size(), head.size()));
        if (!same) {
            throw new Trouble("it speaks of another history of this log: compare its checkpoint with this log's");
        }
    }
}
