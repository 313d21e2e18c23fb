package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.verify.ProofVerifier;
import org.chancery.ledger.verify.Rfc6962;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers see whole changes while one thread appends over several seals: every proof they get verifies. */
class LogStoreConcurrencyTest {

    private static final int LEAVES = 1500;
    private static final int READERS = 3;

    @TempDir
    private Path folder;

    @Test
    void proofsReadWhileAppendingVerify() throws InterruptedException, ExecutionException {
        try (LogStore store = LogStore.open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            append(store, 0);
            List<Future<Integer>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                Random random = new Random(reader);
                readers.add(threads.submit(() -> readUntilFull(store, random)));
            }
            for (int i = 1; i < LEAVES; i++) {
                append(store, i);
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private static void append(LogStore store, int i) {
        store.append(new UUID(3, i), 1, i, ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8), new byte[i % 50]);
    }

    private static int readUntilFull(LogStore store, Random random) {
        int rounds = 0;
        Head older = store.head();
        do {
            Head head = store.head();
            long index = random.nextLong(head.size());
            Leaf leaf = store.leaf(index);
            Hash hash = new Hash(Rfc6962.leaf(leaf.publicPart()));
            List<Hash> proof = store.inclusionProof(index, head.size());
            assertThat(ProofVerifier.includes(index, hash, proof, head)).isTrue();
            List<Hash> growth = store.consistencyProof(older.size(), head.size());
            assertThat(ProofVerifier.consistent(older, head, growth)).isTrue();
            assertThat(store.find(leaf.id()).orElseThrow().index()).isEqualTo(index);
            older = head;
            rounds++;
        } while (older.size() < LEAVES);
        return rounds;
    }
}
