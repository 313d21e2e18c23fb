package org.chancery.perf.faults;

import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ./chancery bench faults [rounds] [seed]}: 500 rounds unless told otherwise. */
public final class FaultBench {

    private static final String ROUNDS = "500";

    private FaultBench() {}

    /** Ends the process with status 1 if anything was lost or happened twice. */
    public static void run(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments.length > 0 ? arguments[0] : ROUNDS);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Path folder = Files.createTempDirectory("chancery-faults");
        System.out.println("data and output in " + folder);
        if (!new FaultRounds(folder, seed, System.out).run(rounds).isEmpty()) {
            System.exit(1);
        }
    }
}
