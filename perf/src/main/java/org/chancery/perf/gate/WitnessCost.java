package org.chancery.perf.gate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.perf.Spread;

/**
 * What witnesses cost: the same load on an engine whose log two witnesses of the process cosign and judge, and on one
 * whose log has none, in turn. After each block it is seen how far the judges are behind, and waited for them.
 */
public final class WitnessCost {

    private static final int CLIENTS = 8;
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(30);
    private static final long PATIENCE_SECONDS = 600;

    private final int rounds;
    private final CaseBlocks blocks;

    private WitnessCost(int seconds, int rounds) {
        this.rounds = rounds;
        this.blocks = new CaseBlocks(CLIENTS, seconds);
    }

    /** @param folder for temporary data; whoever calls deletes it */
    public static void run(Path folder, int seconds, int rounds) throws InterruptedException, ExecutionException {
        System.out.printf(
                "WITNESSES: %d clients, cases of %d transactions, blocks of %d s in turn, %d rounds after one for"
                        + " warming up%n",
                CLIENTS, P01Load.TRANSACTIONS, seconds, rounds);
        try (Quorum watched = quorum(folder.resolve("watched"), 2);
                Quorum alone = quorum(folder.resolve("alone"), 0);
                Variant on = variant("cosigned and judged", folder.resolve("on"), watched);
                Variant off = variant("no witness", folder.resolve("off"), alone)) {
            new WitnessCost(seconds, rounds).measure(on, off, watched.ledger());
        }
    }

    private static Quorum quorum(Path folder, int witnesses) {
        return Quorum.start(
                new QuorumConfig("bench.chancery/witnesses", folder, List.of(0, 0, 0), APPEND_TIMEOUT, witnesses));
    }

    private static Variant variant(String name, Path folder, Quorum quorum) {
        return Variant.gated(name, folder, quorum.ledger(), quorum.personKeys());
    }

    private void measure(Variant on, Variant off, Ledger watched) throws InterruptedException, ExecutionException {
        double[] ratios = new double[rounds];
        double[] caughtUp = new double[rounds];
        double[] behind = new double[rounds];
        for (int round = 0; round <= rounds; round++) {
            double with = 0;
            double seconds = 0;
            long judged = 0;
            double without = 0;
            // who begins changes, so that neither always runs after the other
            for (boolean watching : round % 2 == 0 ? new boolean[] {true, false} : new boolean[] {false, true}) {
                if (!watching) {
                    without = blocks.run(off);
                    continue;
                }
                with = blocks.run(on);
                judged = judged(watched);
                long size = watched.head().size();
                seconds = awaitJudged(watched, size);
                judged = size - judged;
            }
            System.out.printf(
                    Locale.ROOT,
                    "  %s %s %.1f, %s %.1f transactions/s; judges %d records behind, caught up in %.1f s%n",
                    round == 0 ? "warm-up" : "round " + round,
                    on.name(),
                    with,
                    off.name(),
                    without,
                    judged,
                    seconds);
            if (round > 0) {
                ratios[round - 1] = with / without;
                behind[round - 1] = judged;
                caughtUp[round - 1] = seconds;
            }
        }
        System.out.printf("cosigned and judged ÷ no witness: median ratio %s; the aim is 0.85%n", Spread.of(ratios));
        System.out.printf(
                "judges behind at the end of a block: %s records, caught up in %s s%n",
                Spread.of(behind), Spread.of(caughtUp));
    }

    /** How many records every witness has stated its findings of. */
    private static long judged(Ledger ledger) {
        List<Long> stated = ledger.witnesses().lawfulness().stream()
                .map(statement -> statement.head().size())
                .toList();
        return stated.size() < ledger.witnesses().status().size()
                ? 0
                : stated.stream().min(Long::compare).orElse(0L);
    }

    private static double awaitJudged(Ledger ledger, long size) throws InterruptedException {
        long begin = System.nanoTime();
        while (judged(ledger) < size) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new IllegalStateException(
                        "the judges do not catch up: " + ledger.witnesses().status());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
