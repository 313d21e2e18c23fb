/**
 * Witnesses: they follow logs from outside and cosign what is consistent with all they signed before (C2SP
 * tlog-witness, tlog-cosignature).
 *
 * <p>A {@link org.chancery.ledger.witness.Witness} keeps, of each log, the last checkpoint it cosigned, in a folder of
 * its own:
 *
 * <pre>
 * keys/witness.p12, .password           its key, readable by the owner alone
 * witness.vkey                          the public half, to be handed out
 * keys/lawfulness.p12, lawfulness.vkey  the same for its statements of lawfulness
 * logs/SHA-256 of the origin/checkpoint the last checkpoint it cosigned, with the cosignature
 * logs/…/split-view/SIZE-ROOT/          two checkpoints that the log signed for one size with different roots
 * logs/…/inconsistent/SIZE-ROOT/        two checkpoints that the log's own tiles do not join
 * logs/…/lawfulness, .findings          its last statement of lawfulness, with its list
 * logs/…/certificates/                  its certificates of cases that have ended
 * logs/…/judge/memory, records-N        the state of its judge, signed; without it all entries are read anew
 * </pre>
 *
 * <p>The folder is the witness: put back from an older copy, it could cosign what contradicts the newer one. Never
 * restore it; begin a new witness with a new key instead.
 */
package org.chancery.ledger.witness;
