package org.chancery.ledger;

import java.util.UUID;

/**
 * The answer to an append: the record stands in the log.
 *
 * @param id the record's id
 * @param index its leaf index, from 0
 * @param term Raft term in which it was committed
 */
public record Committed(UUID id, long index, long term) {}
