/**
 * The engine's public face: what the console, the REST address and workers may ask of it.
 *
 * <p>Every write passes the gate: it is committed by a quorum to the ledger before anyone can see it, or it throws and
 * nothing was changed. Every call names its {@link org.chancery.engine.Actor}; rights and duties are checked here, not
 * in the caller.
 */
package org.chancery.engine;
