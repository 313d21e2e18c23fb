/** Measurements: each compares variants in interleaved blocks of one run and reports ratios, never single times. */
package org.chancery.perf;
