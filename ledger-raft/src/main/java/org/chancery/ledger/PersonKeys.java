package org.chancery.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One secret key per person, in a small replicated store of its own, apart from the ledger and from its backups. Who a
 * person id stands for is the caller's to say: the same human being may have an id, and so a key, of their own in every
 * case.
 *
 * <p>Erasing a key is real: the store's Raft log is purged up to the deletion and its snapshot rewritten before
 * {@link #erase} returns, or it says which members have yet to do so. All methods may be called from
 * any thread; writes wait for a quorum and throw the same errors as {@link Ledger#append}.
 */
public interface PersonKeys {

    /** The person's 256-bit key, created on first use. Refuses a person whose key was erased. */
    default byte[] create(String personId) {
        return createAll(List.of(personId)).get(personId);
    }

    /**
     * The 256-bit keys of several persons by their ids; those that do not exist are created together, in one change of
     * the store. None is created if one of the persons' keys was erased.
     *
     * @throws IllegalStateException if a key was erased
     */
    Map<String, byte[]> createAll(Collection<String> personIds);

    /** The person's key; empty if it never existed or was erased. */
    Optional<byte[]> find(String personId);

    /** Whether this person's key existed and was erased. */
    boolean erased(String personId);

    /**
     * Erases one key.
     *
     * @return {@link Purge#pending} of {@link #eraseAll}
     */
    default List<String> erase(String personId) {
        return eraseAll(List.of(personId)).pending();
    }

    /**
     * Erases these keys for ever, whether they exist or not: none of these persons gets a key again. Repeating it does
     * no harm and asks the members again.
     */
    Purge eraseAll(Collection<String> personIds);

    /**
     * Which members of the group have destroyed an erased key.
     *
     * @param purged those of which no file holds the key any more, in the group's order
     * @param pending those that may still hold a copy, because they are away or slow: each purges it when it catches
     *     up. Folders that were moved away and backups are the operator's to destroy.
     */
    record Purge(List<String> purged, List<String> pending) {

        public Purge {
            purged = List.copyOf(purged);
            pending = List.copyOf(pending);
        }
    }
}
