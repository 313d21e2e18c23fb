package org.chancery.ledger;

/** A log's Merkle tree and entries in the pieces of C2SP tlog-tiles. May be read by any thread. */
public interface Tiles {

    /** Hashes in a full tile, entries in a full bundle. */
    int WIDTH = 256;

    /**
     * The first hashes of a hash tile, 32 bytes each.
     *
     * @param width how many, from 1 to {@link #WIDTH}
     * @throws IllegalArgumentException if the log has not got them
     */
    byte[] tile(int level, long index, int width);

    /**
     * The first entries of an entry bundle, each after its length as big-endian u16.
     *
     * @param width how many, from 1 to {@link #WIDTH}
     * @throws IllegalArgumentException if the log has not got them
     */
    byte[] entries(long index, int width);
}
