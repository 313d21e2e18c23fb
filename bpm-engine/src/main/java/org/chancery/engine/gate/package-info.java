/**
 * The gate: captures what each database transaction does as row images and lets it commit only once a quorum holds its
 * record (I1).
 */
package org.chancery.engine.gate;
