/**
 * The ledger's public face: append with a quorum's answer, read, prove, and hand out receipts.
 *
 * <p>Other modules import this package only. Times are UTC, sizes are bytes, leaf indices count from 0, and a tree
 * size is a number of leaves. Hashes are RFC 6962 / RFC 9162 with SHA-256.
 */
package org.chancery.ledger;
