package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.FaultyDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A witness dies at each step by which it keeps a checkpoint, before or after the step, killed or without power. What it
 * had answered it knows afterwards; what it had not answered, it knows or not, never anything between.
 */
class WitnessCrashTest {

    private static final int[] SIZES = {3, 4, 9};
    private static final long SEED = 20261123;

    @TempDir
    private Path temp;

    @Test
    void aCosignatureThatGotOutIsNeverForgotten() throws IOException {
        SampleLog log = SampleLog.in(temp, 20);
        Random random = new Random(SEED);
        List<FaultyDisk.Fault> faults =
                List.of(new FaultyDisk.Fault.NotDone(), new FaultyDisk.Fault.Done(), new FaultyDisk.Fault.Torn(40));
        List<String> steps = new ArrayList<>();
        int deaths = 0;
        for (int dieAt = 1; ; dieAt++) {
            boolean died = false;
            for (FaultyDisk.Fault fault : faults) {
                for (boolean powerLost : new boolean[] {false, true}) {
                    FaultyDisk disk = new FaultyDisk(dieAt, fault);
                    Path folder = temp.resolve(dieAt + "-" + fault.getClass().getSimpleName() + "-" + powerLost);
                    int answered = runUntilDead(log, folder, disk);
                    if (answered == SIZES.length) {
                        continue;
                    }
                    died = true;
                    deaths++;
                    steps.add(disk.lastStep());
                    if (powerLost) {
                        disk.losePower(random);
                    }
                    assertSound(log, folder, answered);
                }
            }
            if (!died) {
                break;
            }
        }
        System.out.println("WitnessCrashTest, seed " + SEED + ": " + deaths + " deaths, at "
                + steps.stream()
                        .filter(step -> step.contains("checkpoint"))
                        .distinct()
                        .toList());
        assertThat(steps).contains("rename to checkpoint", "sync checkpoint.tmp");
    }

    @Test
    void whatCannotBeKeptIsNotSignedAndMayBeTriedAgain() throws IOException {
        SampleLog log = SampleLog.in(temp, 20);
        Path folder = temp.resolve("full");
        try (Witness witness = open(log, folder, new FaultyDisk(1, new FaultyDisk.Fault.NotDone()))) {
            assertThatThrownBy(() -> witness.add(log.request(0, 3)))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining("did not sign");
            assertThat(witness.newest(SampleLog.ORIGIN)).isEmpty();
        }
        try (Witness witness = open(log, folder, FaultyDisk.sound())) {
            assertThat(witness.add(log.request(0, 3))).isInstanceOf(Answer.Cosigned.class);
        }
    }

    /** @return how many of {@link #SIZES} were cosigned and answered */
    private static int runUntilDead(SampleLog log, Path folder, FaultyDisk disk) {
        Witness witness = open(log, folder, disk);
        int answered = 0;
        try {
            for (int size : SIZES) {
                assertThat(witness.add(log.request(answered == 0 ? 0 : SIZES[answered - 1], size)))
                        .isInstanceOf(Answer.Cosigned.class);
                answered++;
            }
        } catch (LedgerException.Unavailable dead) {
            // the process ends here
        } finally {
            witness.close();
        }
        return answered;
    }

    private static void assertSound(SampleLog log, Path folder, int answered) throws IOException {
        long last = answered == 0 ? 0 : SIZES[answered - 1];
        long next = SIZES[answered];
        try (Witness witness = open(log, folder, FaultyDisk.sound())) {
            WitnessedLog kept = witness.logs().iterator().next();
            long size = kept.head().size();
            assertThat(size).isIn(last, next);
            if (answered > 0) {
                // Whoever got the last cosignature would hold proof against the witness if it signed this.
                Answer lie = witness.add(log.lie().request((int) size, 12));
                assertThat(lie).isEqualTo(new Answer.Refused(Answer.Reason.NOT_CONSISTENT));
            }
            assertThat(witness.add(log.request((int) size, 15))).isInstanceOf(Answer.Cosigned.class);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private static Witness open(SampleLog log, Path folder, FaultyDisk disk) {
        return Witness.open(folder, "w.example", List.of(log.verifierKey()), Clock.systemUTC(), disk);
    }
}
