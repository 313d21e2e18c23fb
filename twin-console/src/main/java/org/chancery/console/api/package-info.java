/** Addresses for programs: the log's checkpoint and key for anyone, cases and receipts for those who sign in. */
package org.chancery.console.api;
