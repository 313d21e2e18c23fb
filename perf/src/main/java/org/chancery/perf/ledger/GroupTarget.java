package org.chancery.perf.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;

/** Our group of three voters, asked by as many threads as there are appends outstanding, as the engine asks it. */
final class GroupTarget implements Target {

    /** Of a record of the engine, about this share is its sealed private part. */
    private static final int PRIVATE_SHARE = 6;

    private final Ledger ledger;
    private final int bytes;

    /** @param bytes of an entry, its public and its private part together */
    GroupTarget(Ledger ledger, int bytes) {
        this.ledger = ledger;
        this.bytes = bytes;
    }

    @Override
    public Block run(int outstanding, long nanos) throws InterruptedException {
        long term = ledger.writableTerm().orElseThrow(() -> new IllegalStateException("voter-1 does not lead"));
        Latencies latencies = new Latencies();
        AtomicReference<Optional<RuntimeException>> failed = new AtomicReference<>(Optional.empty());
        long begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < outstanding; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    appendUntil(begin + nanos, term, latencies);
                } catch (RuntimeException e) {
                    failed.compareAndSet(Optional.empty(), Optional.of(e));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        failed.get().ifPresent(e -> {
            throw new IllegalStateException("an append was refused", e);
        });
        return Block.of(latencies, System.nanoTime() - begin);
    }

    private void appendUntil(long end, long term, Latencies latencies) {
        for (long now = System.nanoTime(); now < end; ) {
            ledger.append(entry(bytes), term);
            long done = System.nanoTime();
            latencies.add(done - now);
            now = done;
        }
    }

    /** A line of JSON of random letters, and random bytes that nobody can compress. */
    static Entry entry(int bytes) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UUID id = new UUID(random.nextLong(), random.nextLong());
        byte[] sealed = new byte[bytes / PRIVATE_SHARE];
        random.nextBytes(sealed);
        StringBuilder text =
                new StringBuilder(bytes).append("{\"id\":\"").append(id).append("\",\"text\":\"");
        while (text.length() < bytes - sealed.length - 2) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return new Entry(id, text.append("\"}").toString().getBytes(StandardCharsets.UTF_8), sealed);
    }
}
