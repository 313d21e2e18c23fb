package org.chancery.ledger;

import java.util.Optional;

/**
 * What a judge need not hold in memory: it puts it by under a name and finds it again, also another judge of the same
 * {@linkplain Judge#rules rules} after a restart of the witness. What is found is what was put by: whoever can write the
 * witness's files but has not its key cannot change it.
 *
 * <p>May be asked from any thread. {@link LedgerException.Unavailable} says that the disk or the log does not answer
 * now; nothing is lost, and the same may be asked again.
 */
public interface JudgeMemory {

    /** What was put by last under this name; empty if nothing was. */
    Optional<byte[]> get(String name);

    /** Puts by; what was there before under this name is forgotten. It lasts with the next thing the witness keeps. */
    void put(String name, byte[] known);

    /**
     * An entry that was judged, as the log shows it now. A log may lie: the judge holds it against what it knows of it.
     *
     * @param leaf its index, less than the number of entries judged
     */
    byte[] entry(long leaf);

    /** What was put by and what the log shows do not agree: one of them is not what was judged. All is read anew. */
    final class Contradicted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Contradicted(String what) {
            super(what);
        }
    }
}
