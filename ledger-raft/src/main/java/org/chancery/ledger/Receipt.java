package org.chancery.ledger;

/**
 * Proof for strangers that a record stands in the log: the record, a C2SP tlog-proof and the checkpoint it leads to.
 *
 * @param index the record's leaf index
 * @param text the whole {@code .receipt} file, UTF-8; its format is described in {@code org.chancery.ledger.verify}
 */
public record Receipt(long index, String text) {}
