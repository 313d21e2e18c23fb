/** Comparing the live database with the ledger. */
package org.chancery.console.audit;
