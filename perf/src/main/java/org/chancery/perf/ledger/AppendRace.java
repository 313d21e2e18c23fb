package org.chancery.perf.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.perf.Spread;

/**
 * Appends to our three voters beside puts to three members of etcd: same disk, same size, fsync on, blocks in turn.
 * What differs is said, whomever it favours.
 */
final class AppendRace {

    /** Connections of etcd's client; the best of these counts. */
    private static final List<Integer> CONNECTIONS = List.of(1, 8);

    private static final String OURS = "chancery, three voters";

    private final LedgerOptions options;
    private final Path folder;

    AppendRace(LedgerOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws IOException, InterruptedException {
        System.out.printf(
                "APPENDS of %d bytes with fsync, blocks of %d s in turn, %d rounds after one for warming up%n",
                options.bytes(), options.seconds(), options.rounds());
        try (Quorum quorum = Quorum.start(new QuorumConfig(
                "bench.chancery/ledger",
                Files.createDirectories(folder.resolve("ours")),
                List.of(0, 0, 0),
                java.time.Duration.ofSeconds(60),
                0))) {
            Map<String, Target> targets = new LinkedHashMap<>();
            targets.put(OURS, new GroupTarget(quorum.ledger(), options.bytes()));
            System.out.println(
                    "  ours: voters in this process, TLS between them, appended by callers that wait, each on a virtual"
                            + " thread in the process of the leader; every voter also keeps the tree and signs checkpoints");
            Optional<Path> program = EtcdCluster.program(options.etcd());
            if (program.isEmpty()) {
                System.out.println("  etcd is not here: install Debian's etcd-server (or unpack it and say etcd=FILE)");
                race(targets);
                return;
            }
            try (EtcdCluster cluster = EtcdCluster.start(program.get(), folder.resolve("etcd"))) {
                System.out.println("  " + cluster.version()
                        + ": a process for each member, no TLS, usual settings, asked at its leader by an asynchronous"
                        + " gRPC client in this process (grpc-java, as Ratis ships it) over "
                        + CONNECTIONS + " connections");
                List<EtcdTarget> clients = new ArrayList<>();
                try {
                    for (int connections : CONNECTIONS) {
                        EtcdTarget client =
                                new EtcdTarget(cluster.leader().orElseThrow(), connections, options.bytes());
                        clients.add(client);
                        targets.put(
                                "etcd, " + connections + (connections == 1 ? " connection" : " connections"), client);
                    }
                    race(targets);
                } finally {
                    clients.forEach(EtcdTarget::close);
                }
            }
        } finally {
            LedgerBench.delete(folder);
        }
    }

    private void race(Map<String, Target> targets) throws InterruptedException {
        Map<Integer, Map<String, List<Double>>> rates = new LinkedHashMap<>();
        for (int outstanding : options.outstanding()) {
            Map<String, List<Double>> rate = rates.computeIfAbsent(outstanding, n -> new LinkedHashMap<>());
            for (int round = 0; round <= options.rounds(); round++) {
                for (Map.Entry<String, Target> target : targets.entrySet()) {
                    Target.Block block =
                            target.getValue().run(outstanding, TimeUnit.SECONDS.toNanos(options.seconds()));
                    if (round > 0) {
                        rate.computeIfAbsent(target.getKey(), name -> new ArrayList<>())
                                .add(block.perSecond());
                    }
                    System.out.printf(
                            "  %3d outstanding, %-8s %-24s %s%n",
                            outstanding, round == 0 ? "warm-up" : "round " + round, target.getKey(), block);
                }
            }
        }
        rates.forEach(this::report);
        if (targets.size() > 1) {
            best(rates);
        }
    }

    private void report(int outstanding, Map<String, List<Double>> rates) {
        rates.forEach((name, rate) ->
                System.out.printf("%3d outstanding: %-24s %s /s%n", outstanding, name, Spread.of(array(rate))));
        if (rates.size() > 1) {
            System.out.printf(
                    "%3d outstanding: ours ÷ etcd (its best connections, pair by pair): %s%n",
                    outstanding, ratio(rates.get(OURS), bestOfEtcd(rates)));
        }
    }

    /** Our rate at the most outstanding ÷ the best rate that etcd reached anywhere: rounds of the same number. */
    private void best(Map<Integer, Map<String, List<Double>>> rates) {
        int most = options.outstanding().getLast();
        List<Double> best = rates.values().stream()
                .map(AppendRace::bestOfEtcd)
                .max((a, b) -> Double.compare(median(a), median(b)))
                .orElseThrow();
        System.out.printf(
                "ours at %d outstanding ÷ etcd's best (%.0f /s): %s; the aim is 3%n",
                most, median(best), ratio(rates.get(most).get(OURS), best));
    }

    private static List<Double> bestOfEtcd(Map<String, List<Double>> rates) {
        return rates.entrySet().stream()
                .filter(target -> !target.getKey().equals(OURS))
                .map(Map.Entry::getValue)
                .max((a, b) -> Double.compare(median(a), median(b)))
                .orElseThrow();
    }

    private static Spread ratio(List<Double> ours, List<Double> others) {
        double[] ratios = new double[ours.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours.get(i) / others.get(i);
        }
        return Spread.of(ratios);
    }

    private static double median(List<Double> values) {
        return Spread.of(array(values)).median();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
