package org.chancery.perf.gate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.trial.PostgresServer;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.perf.Spread;

/**
 * The same P01 load on three variants in interleaved blocks of one run: gated by three voters on H2, bare on H2, bare
 * on PostgreSQL with fsync. Prints ratios block by block, bytes per record and where a commit's time goes.
 */
public final class GateBench {

    private final int clients;
    private final int seconds;
    private final int rounds;
    private final CaseBlocks blocks;

    private GateBench(int clients, int seconds, int rounds) {
        this.clients = clients;
        this.seconds = seconds;
        this.rounds = rounds;
        this.blocks = new CaseBlocks(clients, seconds);
    }

    /** Arguments: clients (8), seconds per block (10), rounds (5). */
    public static void run(String[] arguments) throws Exception {
        new GateBench(argument(arguments, 0, 8), argument(arguments, 1, 10), argument(arguments, 2, 5)).run();
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : fallback;
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("chancery-bench-gate");
        CommitTimes times = new CommitTimes();
        try (PostgresServer postgres = new PostgresServer();
                Quorum quorum =
                        Quorum.start(QuorumConfig.singleMachine("bench.chancery/gate", folder.resolve("ledger")));
                Variant gated = Variant.gated(folder.resolve("gated"), quorum.ledger(), quorum.personKeys(), times);
                Variant h2 = Variant.bare(
                        "bare, H2",
                        new EngineConfig.Database.H2(folder.resolve("bare")),
                        quorum.ledger(),
                        quorum.personKeys());
                Variant pg = Variant.bare(
                        "bare, PostgreSQL with fsync",
                        new EngineConfig.Database.Postgres(postgres.url("postgres"), PostgresServer.USER, ""),
                        quorum.ledger(),
                        quorum.personKeys())) {
            measure(List.of(gated, h2, pg), times);
            RecordSizes.of(quorum.ledger(), Math.max(0, quorum.ledger().head().size() - 5_000))
                    .print();
        } finally {
            delete(folder);
        }
    }

    private void measure(List<Variant> variants, CommitTimes times) throws InterruptedException, ExecutionException {
        System.out.printf(
                "%d clients, blocks of %d s, %d rounds after one for warming up; a case is %d transactions%n",
                clients, seconds, rounds, P01Load.TRANSACTIONS);
        Map<Variant, List<Double>> rates = new HashMap<>();
        for (int round = 0; round <= rounds; round++) {
            if (round == 1) {
                times.reset();
            }
            for (Variant variant : variants) {
                double rate = blocks.run(variant);
                if (round > 0) {
                    rates.computeIfAbsent(variant, v -> new ArrayList<>()).add(rate);
                }
                System.out.printf(
                        Locale.ROOT,
                        "  %s %-28s %7.1f transactions/s%n",
                        round == 0 ? "warm-up" : "round " + round,
                        variant.name(),
                        rate);
            }
        }
        List<Double> gated = rates.get(variants.get(0));
        for (Variant other : variants.subList(1, variants.size())) {
            List<Double> others = rates.get(other);
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ratios[i] = gated.get(i) / others.get(i);
            }
            System.out.printf("gated ÷ %s: median ratio %s%n", other.name(), Spread.of(ratios));
        }
        double share = gated.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        System.out.printf(
                Locale.ROOT,
                "a gated transaction takes %.2f ms for its client; of these %s%n",
                1000.0 * clients / share,
                times.report());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
