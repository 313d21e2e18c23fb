/** {@code ./chancery bench gate}: what it costs to commit every transaction by a quorum. */
package org.chancery.perf.gate;
