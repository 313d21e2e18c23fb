package org.chancery.perf.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code ./chancery bench faults [rounds] [seed]}: 500 rounds unless told otherwise. */
public final class FaultBench {

    private static final int ROUNDS = 500;

    private FaultBench() {}

    /** @return process exit status: 0 if nothing was lost and nothing happened twice */
    public static int run(List<String> arguments) throws Exception {
        int rounds = arguments.isEmpty() ? ROUNDS : Integer.parseInt(arguments.get(0));
        long seed = arguments.size() > 1 ? Long.parseLong(arguments.get(1)) : System.nanoTime();
        Path folder = Files.createTempDirectory("chancery-faults");
        System.out.println("data and output in " + folder);
        return new FaultRounds(folder, seed, System.out).run(rounds).isEmpty() ? 0 : 1;
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(run(List.of(arguments)));
    }
}
