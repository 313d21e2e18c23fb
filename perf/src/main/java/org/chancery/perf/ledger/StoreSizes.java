package org.chancery.perf.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.verify.ProofVerifier;
import org.chancery.ledger.verify.Rfc6962;
import org.chancery.perf.Spread;

/** A store filled leaf by leaf as a voter fills it: what proofs cost there, and how long it takes to open. */
final class StoreSizes {

    private static final int PUBLIC_BYTES = 120;
    private static final int PRIVATE_BYTES = 32;
    private static final int PROOFS = 20_000;
    private static final int OPENINGS = 5;
    private static final long PROGRESS = 1_000_000;

    /** Of a leaf with its share of tiles, bundles, ids and blocks of the file system. */
    private static final long DISK_PER_LEAF = 320;

    private final LedgerOptions options;
    private final Path folder;
    private final Random random = new Random(20261123);

    StoreSizes(LedgerOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    void run() throws IOException {
        long most = options.leaves().getLast();
        System.out.printf(
                Locale.ROOT,
                "STORE of one voter, leaves of %d + %d bytes; needs about %.1f GB in %s, deleted afterwards%n",
                PUBLIC_BYTES,
                PRIVATE_BYTES,
                most * DISK_PER_LEAF / 1e9,
                folder);
        try {
            boolean first = true;
            for (long leaves : options.leaves()) {
                fill(leaves);
                open(leaves);
                if (first) {
                    proofs(leaves);
                }
                first = false;
            }
        } finally {
            LedgerBench.delete(folder);
        }
    }

    private void fill(long to) {
        try (LogStore store = LogStore.open(folder)) {
            long from = store.head().size();
            long begin = System.nanoTime();
            byte[] privatePart = new byte[PRIVATE_BYTES];
            for (long i = from; i < to; i++) {
                UUID id = new UUID(mixed(i), mixed(~i));
                store.append(id, 1, i, publicPart(i), privatePart);
                if ((i + 1) % PROGRESS == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "  filled to %,d, %.0f leaves/s%n",
                            i + 1,
                            (i + 1 - from) * 1e9 / (System.nanoTime() - begin));
                }
            }
        }
    }

    private static long mixed(long value) {
        return new Random(value).nextLong();
    }

    private static byte[] publicPart(long index) {
        byte[] part = new byte[PUBLIC_BYTES];
        new Random(index).nextBytes(part);
        return part;
    }

    private void open(long leaves) throws IOException {
        double[] millis = new double[OPENINGS];
        for (int i = 0; i < OPENINGS; i++) {
            long begin = System.nanoTime();
            LogStore store = LogStore.open(folder);
            millis[i] = (System.nanoTime() - begin) / 1e6;
            if (store.head().size() != leaves) {
                throw new IllegalStateException("the store has " + store.head().size() + " leaves");
            }
            store.close();
        }
        double cold = DiskCache.drop() ? cold() : -1;
        System.out.printf(
                Locale.ROOT,
                "%,d leaves (%,d files, %.2f GB): opened in %s ms with its files in memory%s%n",
                leaves,
                files(),
                bytes() / 1e9,
                Spread.of(millis),
                cold < 0
                        ? "; from the disk not measured: only root may empty the system's caches"
                        : String.format(Locale.ROOT, ", in %.0f ms from the disk", cold));
    }

    private double cold() {
        long begin = System.nanoTime();
        LogStore store = LogStore.open(folder);
        double millis = (System.nanoTime() - begin) / 1e6;
        store.close();
        return millis;
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void proofs(long leaves) {
        try (LogStore store = LogStore.open(folder)) {
            Head head = store.head();
            Latencies inclusion = new Latencies();
            Latencies consistency = new Latencies();
            List<Integer> hashes = new ArrayList<>();
            for (int i = 0; i < 2 * PROOFS; i++) {
                if (i == PROOFS) { // the first half warms up
                    inclusion = new Latencies();
                    consistency = new Latencies();
                    hashes.clear();
                }
                hashes.add(include(store, head, inclusion));
                extend(store, head, consistency);
            }
            double[] sizes = hashes.stream().mapToDouble(n -> n * Hash.LENGTH).toArray();
            System.out.printf(
                    Locale.ROOT,
                    "%,d leaves, %,d random leaves: inclusion proof made in %.3f ms (99 %% within %.3f, all within %.3f),"
                            + " %s bytes; consistency proof in %.3f ms (99 %% within %.3f); every one verified%n",
                    leaves,
                    PROOFS,
                    inclusion.percentile(0.5),
                    inclusion.percentile(0.99),
                    inclusion.percentile(1),
                    Spread.of(sizes),
                    consistency.percentile(0.5),
                    consistency.percentile(0.99));
        }
    }

    private int include(LogStore store, Head head, Latencies latencies) {
        long index = random.nextLong(head.size());
        long begin = System.nanoTime();
        List<Hash> proof = store.inclusionProof(index, head.size());
        latencies.add(System.nanoTime() - begin);
        require(ProofVerifier.includes(index, new Hash(Rfc6962.leaf(publicPart(index))), proof, head));
        return proof.size();
    }

    private void extend(LogStore store, Head head, Latencies latencies) {
        long older = 1 + random.nextLong(head.size());
        Head before = new Head(older, store.root(older));
        long begin = System.nanoTime();
        List<Hash> proof = store.consistencyProof(older, head.size());
        latencies.add(System.nanoTime() - begin);
        require(ProofVerifier.consistent(before, head, proof));
    }

    private static void require(boolean verified) {
        if (!verified) {
            throw new IllegalStateException("a proof does not verify");
        }
    }
}
