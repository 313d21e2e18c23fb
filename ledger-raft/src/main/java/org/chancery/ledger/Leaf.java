package org.chancery.ledger;

import java.util.UUID;

/**
 * One committed entry at its place in the log.
 *
 * @param index position in the log, from 0
 * @param term Raft term in which it was committed
 * @param id the record's id
 * @param publicPart the bytes that were hashed into the tree
 * @param privatePart the sealed private part; empty if there is none
 */
public record Leaf(long index, long term, UUID id, byte[] publicPart, byte[] privatePart) {}
