package org.chancery.ledger;

import java.util.List;
import java.util.Optional;

/**
 * The second opinion that a witness asks about every entry before it says which are lawful.
 *
 * <p>One judge serves one witness. It is given every entry of the log, in order, from number 0 on, by one thread at a
 * time; a new judge is given all of them again: after a restart of the witness, if entries turn out not to be those that
 * it cosigned, and once {@link #couldSeeMore}. It must depend on the entries alone (and on what they name by hash), so
 * that any two judges of the same log that had everything agree.
 *
 * <p>One that names its {@link #rules} is spared that after a restart: it puts by what it knows, and another one goes on
 * from there. What it says then must be what one says that was given every entry.
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
     * @throws LedgerException if it cannot judge now, as what it put by cannot be had; it is then as if it had not been
     *     given the entry, and is given it again
     * @throws JudgeMemory.Contradicted if what it put by is not what it was
     */
    List<Judgement> judge(long leaf, byte[] record);

    /**
     * What it states of cases that have ended: of all of them when asked the first time, then of those that entries
     * since have told of; some at a time, empty when there are no more. Asked on the thread that judges.
     *
     * @param origin the log's name
     * @param head all entries judged so far, with the root of their tree
     * @throws LedgerException.Unavailable if what it put by cannot be had now; it may be asked again
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

    /**
     * Names all that decides what it says of an entry, its own code foremost: judges of the same rules say the same of
     * the same entries. Empty if it cannot put by what it knows.
     */
    default Optional<String> rules() {
        return Optional.empty();
    }

    /** Before all else, if it has {@link #rules}: its memory, in which there may be something already. */
    default void begin(JudgeMemory memory) {}

    /**
     * Puts by what it holds of cases, and changes nothing of what it says.
     *
     * @return what else the next one needs to know
     * @throws LedgerException.Unavailable if it cannot; it goes on as before and may be asked again
     */
    default byte[] putBy() {
        return new byte[0];
    }

    /**
     * Goes on where another one of the same rules put by, with the same memory.
     *
     * @param rest what that one returned
     */
    default void goOn(byte[] rest) {}
}
