package org.chancery.perf.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Blocks of the load of {@link P01Load}: so many clients for so many seconds. */
final class CaseBlocks {

    private final int clients;
    private final int seconds;
    private final AtomicLong serial = new AtomicLong();

    CaseBlocks(int clients, int seconds) {
        this.clients = clients;
        this.seconds = seconds;
    }

    /** @return engine transactions per second */
    double run(Variant variant) throws InterruptedException, ExecutionException {
        P01Load load = new P01Load(variant.cases(), variant.tasks());
        long begin = System.nanoTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        try (ExecutorService pool = Executors.newFixedThreadPool(clients)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int number = client;
                running.add(pool.submit(() -> {
                    long done = 0;
                    while (System.nanoTime() < end) {
                        load.runOne(number, serial.incrementAndGet());
                        done++;
                    }
                    return done;
                }));
            }
            long cases = 0;
            for (Future<Long> client : running) {
                cases += client.get();
            }
            return cases * P01Load.TRANSACTIONS / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
