/**
 * The Raft group that commits the ledger's leaves: voters, their state machine, their keys. Apache Ratis stays inside
 * this package; callers use {@code org.chancery.ledger}.
 */
package org.chancery.ledger.raft;
