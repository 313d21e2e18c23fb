/** Public verification of receipts, computed in the visitor's own browser. */
package org.chancery.console.verify;
