package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.QuorumConfig;

/** Records and groups for tests. */
final class Records {

    private Records() {}

    static Entry of(UUID id) {
        return new Entry(
                id,
                ("{\"id\":\"" + id + "\",\"v\":1}").getBytes(StandardCharsets.UTF_8),
                ("sealed " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** Appends in the current term, again until it is there, as a barrier does. */
    static Committed appendSurely(Ledger ledger) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            try {
                return ledger.append(
                        of(UUID.randomUUID()), ledger.writableTerm().orElse(0L));
            } catch (LedgerException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    static LocalGroup start(Path data, int snapshotEvery) {
        return LocalGroup.start(
                QuorumConfig.singleMachine("chancery.test/main", data),
                new RaftSettings(snapshotEvery),
                Clock.systemUTC());
    }

    static void await(String what, Duration atMost, BooleanSupplier condition) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + atMost + ": " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    static void awaitEqualHeads(LocalGroup group) {
        await(
                "equal heads",
                Duration.ofSeconds(20),
                () -> group.ledger("voter-1")
                                .head()
                                .equals(group.ledger("voter-2").head())
                        && group.ledger("voter-1")
                                .head()
                                .equals(group.ledger("voter-3").head()));
    }
}
