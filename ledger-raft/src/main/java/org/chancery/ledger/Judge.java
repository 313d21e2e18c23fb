package org.chancery.ledger;

import java.util.List;

/**
 * The second opinion that a witness asks about every entry before it says which are lawful.
 *
 * <p>One judge serves one witness. It is given every entry of the log, in order, from number 0 on, by one thread at a
 * time; a new judge is given all of them again: after a restart of the witness, if entries turn out not to be those that
 * it cosigned, and once {@link #couldSeeMore}. It must depend on the entries alone (and on what they name by hash), so
 * that any two judges of the same log that had everything agree.
 */
@FunctionalInterface
public interface Judge {

    /**
     * Judges the next entry.
     *
     * @param leaf its index
     * @param record its bytes as they are hashed into the tree: the public part
     * @return what was found, in order; {@link Judgement.Lawful} may be left out, so an empty list says that all is
     *     lawful
     */
    List<Judgement> judge(long leaf, byte[] record);

    /**
     * What it states of cases that have ended: of all of them when asked the first time, then of those that entries
     * since have told of. Asked on the thread that judges.
     *
     * @param origin the log's name
     * @param head all entries judged so far, with the root of their tree
     */
    default List<CaseStatement> ended(String origin, Head head) {
        return List.of();
    }

    /**
     * Whether something that an entry names by hash could not be had when it was needed, and can be had now: a new judge
     * that is given all entries may then judge what this one could not. May ask a server that is slow.
     */
    default boolean couldSeeMore() {
        return false;
    }
}
