package org.chancery.engine.replay;

/**
 * The database does not hold what the ledger says it held before a leaf. Replay stops here and the node stays closed
 * for writing; rebuilding the database from the ledger (delete its folder and start again) mends it.
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

    public long leaf() {
        return leaf;
    }
}
