package org.chancery.ledger.raft;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;
import org.chancery.ledger.QuorumConfig;

/** Records and groups for tests. */
final class Records {

    /** What is to happen soon happens sooner by far; the machine may be busy with something else. */
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Records() {}

    static Entry of(UUID id) {
        return new Entry(
                id,
                ("{\"id\":\"" + id + "\",\"v\":1}").getBytes(StandardCharsets.UTF_8),
                ("sealed " + id).getBytes(StandardCharsets.UTF_8));
    }

    /** Appends one record in the current term, again until it is there, as a barrier does. */
    static Committed appendSurely(Ledger ledger) {
        Entry entry = of(UUID.randomUUID());
        return surely(() -> ledger.append(entry, ledger.writableTerm().orElse(0L)));
    }

    /** Appends so many records, one after the other. */
    static void appendSurely(Ledger ledger, int records) {
        for (int i = 0; i < records; i++) {
            appendSurely(ledger);
        }
    }

    static byte[] createSurely(PersonKeys keys, String person) {
        return surely(() -> keys.create(person));
    }

    /** Does again what may be done again, as long as the group says that it cannot just now. */
    static <T> T surely(Supplier<T> act) {
        long until = System.nanoTime() + AT_MOST.toNanos();
        while (true) {
            try {
                return act.get();
            } catch (LedgerException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    /** The term in which the ledger can be appended to, once there is one. */
    static long awaitTerm(Ledger ledger) {
        await("a leader", () -> ledger.writableTerm().isPresent());
        return ledger.writableTerm().orElseThrow();
    }

    static LocalGroup start(Path data, int snapshotEvery) {
        return LocalGroup.start(
                new QuorumConfig("chancery.test/main", data, List.of(0, 0, 0), Duration.ofSeconds(4), 0),
                new RaftSettings(snapshotEvery),
                Clock.systemUTC());
    }

    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + AT_MOST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + AT_MOST + ": " + what);
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
                () -> group.ledger("voter-1")
                                .head()
                                .equals(group.ledger("voter-2").head())
                        && group.ledger("voter-1")
                                .head()
                                .equals(group.ledger("voter-3").head()));
    }

    /** Every voter knows the group of person keys and has applied what its leader has. */
    static void awaitEqualKeys(LocalGroup group) {
        await(
                "equal person keys",
                () -> Stream.of("voter-1", "voter-2", "voter-3")
                                .map(voter ->
                                        group.slot(voter).required().voter().persons())
                                .map(persons -> persons.getGroup().getPeers().size() + " peers, applied "
                                        + persons.getInfo().getLastAppliedIndex())
                                .distinct()
                                .count()
                        == 1);
    }
}
