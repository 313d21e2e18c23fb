package org.chancery.perf.ledger;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;
import org.chancery.perf.gate.JudgeCost;
import org.chancery.perf.gate.WitnessCost;

/** {@code ./chancery bench ledger}: see {@link LedgerOptions} for what may be told to it. */
public final class LedgerBench {

    private LedgerBench() {}

    public static void run(String[] arguments) throws Exception {
        LedgerOptions options;
        try {
            options = LedgerOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(LedgerOptions.USAGE);
            System.exit(2);
            return;
        }
        Path folder = Files.createTempDirectory(options.folder(), "chancery-bench-ledger");
        try {
            machine(folder, options);
            for (LedgerOptions.Part part : options.parts()) {
                System.out.println();
                switch (part) {
                    case APPENDS -> new AppendRace(options, folder.resolve("race")).run();
                    case STORE -> new StoreSizes(options, folder.resolve("store")).run();
                    case VERIFY -> new VerifyTimes(folder.resolve("verify")).run();
                    case JUDGES ->
                        JudgeCost.run(folder.resolve("judges"), options.leaves().getFirst());
                    case WITNESSES -> WitnessCost.run(folder.resolve("witnesses"), options.seconds(), options.rounds());
                }
            }
        } finally {
            delete(folder);
        }
    }

    private static void machine(Path folder, LedgerOptions options) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        System.out.printf(
                Locale.ROOT,
                "%d processors, JDK %s, data in %s (%s, %d GB free); an fsync of a kilobyte there takes %s ms%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                folder,
                disk.type(),
                disk.getUsableSpace() >> 30,
                Fsync.millis(folder));
        System.out.println("order of what follows: " + options.parts());
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
