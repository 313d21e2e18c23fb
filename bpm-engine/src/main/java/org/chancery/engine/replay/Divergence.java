package org.chancery.engine.replay;

/**
 * The database does not hold what the ledger says it held before a leaf, or the leaf cannot be read. Replay stops here
 * and the node stays closed for writing; the message says what mends it.
 */
public final class Divergence extends RuntimeException {

    private final long leaf;

    public Divergence(long leaf, String what, Throwable cause) {
        super(
                "Database and ledger diverge at leaf " + leaf + ": " + what
                        + ". The node stays closed; stop it, move its database away and start it again to rebuild it"
                        + " from the ledger",
                cause);
        this.leaf = leaf;
    }

    /** A record that cannot be read here: nothing behind it can be applied either, so replay stops. */
    static Divergence unreadable(long leaf, Exception cause) {
        return new Divergence(
                "Leaf " + leaf + " of the ledger cannot be read here: " + cause.getMessage()
                        + ". The node stays closed; restore its ledger and keys from another voter",
                leaf,
                cause);
    }

    /** A record of a format that was in use before the first release: whole, but not for this version. */
    static Divergence olderFormat(long leaf) {
        return new Divergence(
                "Leaf " + leaf + " of the ledger was written by an older, pre-release format of Chancery, which this"
                        + " version does not read; nothing is damaged. Start with a fresh data folder, or use the"
                        + " version that wrote it",
                leaf,
                null);
    }

    private Divergence(String message, long leaf, Throwable cause) {
        super(message, cause);
        this.leaf = leaf;
    }

    public long leaf() {
        return leaf;
    }
}
