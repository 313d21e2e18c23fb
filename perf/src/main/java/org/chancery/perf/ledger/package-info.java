/**
 * What the ledger costs: appends beside etcd's puts, proofs, starts, receipts, witnesses. The one place outside the
 * ledger that uses Ratis: its gRPC is the client that asks etcd, so that both are asked through the same library.
 */
package org.chancery.perf.ledger;
