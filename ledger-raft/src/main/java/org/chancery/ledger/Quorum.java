package org.chancery.ledger;

import java.util.Set;
import java.util.SortedMap;
import org.chancery.ledger.raft.LocalGroup;

/**
 * A Raft group whose voters all run in this process, each with its own folder: a real quorum protocol on one machine.
 * It survives a crash of the process at any moment, not the loss of the disk.
 *
 * <p>{@code voter-1} is the engine's: it leads whenever it can. The others keep the log. All listen on the loopback
 * interface only. Two stopped voters of three leave no quorum; started again, the group goes on without a restart of
 * the process.
 *
 * <p>All methods may be called from any thread.
 */
public final class Quorum implements AutoCloseable {

    private final LocalGroup group;

    private Quorum(LocalGroup group) {
        this.group = group;
    }

    /**
     * Starts the voters, making their folders and keys the first time, and waits up to thirty seconds
     * until {@code voter-1} can append.
     *
     * @throws LedgerException.DamagedStore if {@code voter-1}'s store, or those of a majority, are damaged; another
     *     damaged voter only stays out of the group ({@link LedgerStatus.Peer#trouble})
     * @throws LedgerException.Unavailable if a configured port is taken, a folder cannot be used, or another process
     *     uses it
     */
    public static Quorum start(QuorumConfig config) {
        return new Quorum(LocalGroup.start(config));
    }

    /** Whether a voter of this folder ever kept anything: otherwise a start would begin a new log. */
    public static boolean hasBegun(QuorumConfig config) {
        return LocalGroup.hasBegun(config);
    }

    /**
     * Renews the key under which the group seals private parts, after a voter's own key was lost or may be in other
     * hands. A new generation is made and wrapped for every voter; what was sealed before is neither read nor written,
     * and opens as before. The voters must not run. Repeating it makes one generation more.
     *
     * @param lost voters whose own key is replaced first; what is sealed from now on, the old key does not open
     * @return the new generation's name
     * @throws LedgerException.Unavailable if there is no log, or no voter would be left with its key; nothing was
     *     changed
     */
    public static String renewGroupKey(QuorumConfig config, Set<String> lost) {
        return LocalGroup.renewGroupKey(config, lost);
    }

    /** The ledger as the engine's voter sees it. */
    public Ledger ledger() {
        return group.ledger();
    }

    /**
     * The ledger as one voter sees it; the same object for as long as this quorum lives.
     *
     * @param voter {@code voter-1}, {@code voter-2} …
     * @throws IllegalArgumentException if there is no such voter
     */
    public Ledger ledger(String voter) {
        return group.ledger(voter);
    }

    /** The keys of persons, in a second Raft group of the same voters. */
    public PersonKeys personKeys() {
        return group.personKeys();
    }

    /** Stops one voter; its {@link Ledger} answers {@link LedgerException.Unavailable} until it is started again. */
    public void stop(String voter) {
        group.stop(voter);
    }

    /**
     * Starts a voter again; it catches up with the others by itself.
     *
     * @throws LedgerException.DamagedStore if its store is damaged; once that is moved away, start it again and it
     *     copies the log from its peers
     */
    public void start(String voter) {
        group.start(voter);
    }

    /**
     * Reads every byte of every voter's store and checks it: rot in what nobody reads is found nowhere else. Takes as
     * long as reading these files; the voters go on meanwhile.
     *
     * @return the voters that are not sound or do not run, each with what was found of it: for damage a {@link
     *     LedgerException.DamagedStore} that names file and offset
     */
    public SortedMap<String, LedgerException> verifyStores() {
        return group.verifyStores();
    }

    /** The log's verifier key (C2SP signed-note) that receipts are checked with; also in {@code log.vkey}. */
    public String verifierKey() {
        return group.verifierKey();
    }

    /** Stops all voters cleanly; what was acknowledged stays. */
    @Override
    public void close() {
        group.close();
    }
}
