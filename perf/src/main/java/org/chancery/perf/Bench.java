package org.chancery.perf;

import java.util.Arrays;
import org.chancery.perf.faults.FaultBench;
import org.chancery.perf.gate.GateBench;
import org.chancery.perf.gate.RecordBench;
import org.chancery.perf.ledger.LedgerBench;

/** Entry point of {@code ./chancery bench NAME}. */
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String name = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        switch (name) {
            case "gate" -> GateBench.run(rest);
            case "records" -> RecordBench.run(rest);
            case "faults" -> FaultBench.run(rest);
            case "ledger" -> LedgerBench.run(rest);
            default -> {
                System.err.println("There is no bench '" + name + "'; there are: gate, records, faults, ledger");
                System.exit(2);
            }
        }
    }
}
