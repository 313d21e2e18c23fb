package org.chancery.perf.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node killed at every step of the gate, in its own JVM, with a real quorum: nothing lost, nothing twice. */
class GateFaultsIT {

    private static final int ROUNDS = Integer.getInteger("faults.rounds", 42);

    @TempDir
    private Path folder;

    @Test
    void nothingIsLostAndNothingHappensTwice() throws Exception {
        long seed = Long.getLong("faults.seed", 20261123);
        assertThat(new FaultRounds(folder, seed, System.out).run(ROUNDS)).isEmpty();
    }
}
