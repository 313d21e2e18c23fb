/** Cases: the list, and one case with its diagram, facts, and every step with its place in the ledger. */
package org.chancery.console.cases;
