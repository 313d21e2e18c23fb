/** The offline verifier: proofs, notes and receipts, with classes of the JDK only. */
package org.chancery.ledger.verify;
