package org.chancery.ledger;

/**
 * The state of the tree.
 *
 * @param size number of leaves
 * @param root RFC 6962 root hash over them; of the empty string when size is 0
 */
public record Head(long size, Hash root) {}
