package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many who append at the same time share Raft entries, and each gets the answer of its own record. */
class SharedEntriesIT {

    private static final int CLIENTS = 64;
    private static final int EACH = 20;

    @TempDir
    Path data;

    private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final Set<UUID> unknown = ConcurrentHashMap.newKeySet();

    @Test
    void whoGivesUpSpoilsNothingForThoseWhoShareItsEntry() throws Exception {
        long seed = Long.getLong("chancery.seed", System.nanoTime());
        System.out.println("SharedEntriesIT seed " + seed);
        Random random = new Random(seed);
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.awaitTerm(group.ledger());
            long before = applied(group);
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(Thread.ofPlatform().start(() -> append(group.ledger())));
            }
            while (clients.stream().anyMatch(Thread::isAlive)) {
                clients.get(random.nextInt(CLIENTS)).interrupt();
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(5_000)));
            }
            Records.appendSurely(group.ledger());
            Records.awaitEqualHeads(group);
            long leaves = group.ledger().head().size();
            long entries = applied(group) - before;
            System.out.println("SharedEntriesIT: " + leaves + " leaves in " + entries + " Raft entries, refused "
                    + refused.size() + ", unknown " + unknown.size());
            assertThat(entries).as("entries are shared").isLessThan(leaves);
            assertThat(acknowledged).isNotEmpty();
            assertThat(acknowledged.values()).doesNotHaveDuplicates();
            acknowledged.forEach((id, leaf) ->
                    assertThat(group.ledger("voter-3").leaf(leaf).id()).isEqualTo(id));
            assertThat(refused)
                    .isNotEmpty()
                    .allMatch(id -> group.ledger().find(id).isEmpty());
            long known = acknowledged.size() + 1;
            assertThat(leaves).isBetween(known, known + unknown.size());
        }
    }

    private static long applied(LocalGroup group) {
        return group.slot("voter-1").required().voter().store().lastApplied().index();
    }

    /** An interrupt is somebody who gives up: of this record, not of the next. */
    private void append(Ledger ledger) {
        for (int i = 0; i < EACH; i++) {
            UUID id = UUID.randomUUID();
            try {
                acknowledged.put(
                        id,
                        ledger.append(Records.of(id), ledger.writableTerm().orElse(0L))
                                .index());
            } catch (LedgerException.UnknownOutcome e) {
                unknown.add(id);
            } catch (LedgerException e) {
                refused.add(id);
            }
            Thread.interrupted();
        }
    }
}
