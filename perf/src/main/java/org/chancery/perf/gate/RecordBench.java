package org.chancery.perf.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.chancery.engine.gate.GateSteps;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;

/** A few cases of P01, one after the other, and how many bytes each kind of record took. */
public final class RecordBench {

    private RecordBench() {}

    /** Arguments: cases (20); a file for the public parts of the last case, one a line. */
    public static void run(String[] arguments) throws Exception {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
        Path folder = Files.createTempDirectory("chancery-bench-records");
        try (Quorum quorum =
                        Quorum.start(QuorumConfig.singleMachine("bench.chancery/records", folder.resolve("ledger")));
                Variant gated =
                        Variant.gated(folder.resolve("gated"), quorum.ledger(), quorum.personKeys(), GateSteps.NONE)) {
            P01Load load = new P01Load(gated.cases(), gated.tasks());
            long last = 0;
            for (int serial = 0; serial < count; serial++) {
                last = quorum.ledger().head().size();
                load.runOne(0, serial);
            }
            RecordSizes.of(quorum.ledger(), 0).print();
            if (arguments.length > 1) {
                StringBuilder parts = new StringBuilder();
                for (Leaf leaf :
                        quorum.ledger().leaves(last, quorum.ledger().head().size())) {
                    parts.append(new String(leaf.publicPart(), StandardCharsets.UTF_8))
                            .append('\n');
                }
                Files.writeString(Path.of(arguments[1]), parts);
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
