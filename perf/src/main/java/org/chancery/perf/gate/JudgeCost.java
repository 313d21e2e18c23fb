package org.chancery.perf.gate;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineNode;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.witness.Jury;
import org.chancery.ledger.witness.Witness;

/**
 * What it costs to judge a long lawful log from its first entry on, what a judge holds in memory, and what a restart of
 * its witness costs. Processor time of the judging thread; making the entries, which stands for reading them, is taken
 * off.
 */
public final class JudgeCost {

    private static final String ORIGIN = "bench.chancery/judges";
    private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern CASE = Pattern.compile("\"case\":\"([^\"]{20,})\"");
    private static final int WARM_UP = 20_000;

    private final Path folder;
    private final Engine engine;
    private final ManyCases log;

    private JudgeCost(Path folder, Engine engine, ManyCases log) {
        this.folder = folder;
        this.engine = engine;
        this.log = log;
    }

    /**
     * @param folder for temporary data; whoever calls deletes it
     * @param entries about how many entries are judged
     */
    public static void run(Path folder, long entries) throws IOException, InterruptedException, ExecutionException {
        try (Quorum quorum = Quorum.start(
                        new QuorumConfig(ORIGIN, folder.resolve("log"), List.of(0, 0, 0), APPEND_TIMEOUT, 0));
                Engine engine = Variant.engine(folder.resolve("database"), quorum.ledger(), quorum.personKeys())) {
            long before = quorum.ledger().head().size();
            new P01Load(engine.cases(), engine.tasks()).runOne(0, 1);
            ManyCases log = log(quorum.ledger(), before);
            long size = log.whole(entries);
            System.out.printf(
                    "JUDGES: %d entries, cases of P01 of %d entries each, %d at a time%n",
                    size, log.length(), ManyCases.TOGETHER);
            JudgeCost cost = new JudgeCost(folder, engine, log);
            cost.judge(log.whole(WARM_UP), false);
            cost.judge(size, true);
            Head head = log.head(size);
            cost.witness(head, "fresh");
            cost.witness(head, "after a restart");
        }
    }

    private static ManyCases log(Ledger ledger, long from) {
        List<byte[]> before = new ArrayList<>();
        List<byte[]> told = new ArrayList<>();
        for (long leaf = 0; leaf < ledger.head().size(); leaf++) {
            (leaf < from ? before : told).add(ledger.leaf(leaf).publicPart());
        }
        Matcher name = CASE.matcher(new String(told.getFirst(), StandardCharsets.UTF_8));
        if (!name.find()) {
            throw new IllegalStateException("the first entry names no case");
        }
        return new ManyCases(before, told, name.group(1));
    }

    /** A judge by itself, which holds everything. */
    private void judge(long size, boolean tell) {
        long made = processor();
        for (long leaf = 0; leaf < size; leaf += log.entries(leaf, size).size()) {}
        long begin = processor();
        made = begin - made;
        long heap = heap();
        begin = processor();
        Judge judge = EngineNode.judge(hash -> engine.models().byHash(hash));
        List<Judgement> findings = new ArrayList<>();
        long leaf = 0;
        while (leaf < size) {
            for (byte[] entry : log.entries(leaf, size)) {
                findings.addAll(judge.judge(leaf, entry));
                leaf++;
            }
        }
        double seconds = (processor() - begin - made) / 1e9;
        if (!findings.isEmpty()) {
            throw new IllegalStateException(
                    "the log is not lawful: " + findings.size() + " findings, first " + findings.getFirst());
        }
        if (tell) {
            System.out.printf(
                    Locale.ROOT,
                    "  a judge that holds all cases: %.1f s, %.0f entries/s of processor time; it holds %d MB%n",
                    seconds,
                    size / seconds,
                    heap() - heap >> 20);
        }
        Reference.reachabilityFence(judge);
    }

    private void witness(Head head, String which) throws IOException {
        VerifierKey key = new VerifierKey(ORIGIN, new byte[32]);
        long heap = heap();
        long wall = System.nanoTime();
        long begin = processor();
        try (Witness witness =
                        Witness.open(folder.resolve("witness"), "bench.chancery/w", List.of(key), Clock.systemUTC());
                Jury jury = witness.jury(
                        ORIGIN, () -> EngineNode.judge(hash -> engine.models().byHash(hash)))) {
            jury.judge(head, log);
            double seconds = (System.nanoTime() - wall) / 1e9;
            double busy = (processor() - begin) / 1e9;
            long held = heap() - heap;
            long kept = System.nanoTime();
            jury.keep();
            System.out.printf(
                    Locale.ROOT,
                    "  a witness, %s: stated after %.2f s (%.2f s of processor time, entries made and certificates"
                            + " signed); holds %d MB; state kept in %.0f ms, %.1f MB on the disk%n",
                    which,
                    seconds,
                    busy,
                    held >> 20,
                    (System.nanoTime() - kept) / 1e6,
                    kept() / 1e6);
        }
    }

    private double kept() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("witness"))) {
            return files.filter(file -> file.getParent().endsWith("judge") && Files.isRegularFile(file))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Bytes in use. */
    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
