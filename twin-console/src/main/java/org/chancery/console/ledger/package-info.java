/** The ledger as anyone signed in may see it: its voters, its head, its checkpoint, its entries. */
package org.chancery.console.ledger;
