/**
 * Fault runs: a node is killed at a chosen step of the gate, started again, and engine and ledger are compared.
 */
package org.chancery.perf.faults;
