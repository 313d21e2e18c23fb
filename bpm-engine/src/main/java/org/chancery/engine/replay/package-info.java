/**
 * Brings a database to the ledger's head: genesis, catch-up, rebuild, and the comparison of a rebuilt state with the
 * live one (I3).
 */
package org.chancery.engine.replay;
