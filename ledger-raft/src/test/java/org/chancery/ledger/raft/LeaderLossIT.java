package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers were told, and what the log holds, when voters go away in the middle of appends. */
class LeaderLossIT {

    @TempDir
    Path data;

    private final Set<UUID> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<UUID> refused = ConcurrentHashMap.newKeySet();
    private final Set<UUID> unknown = ConcurrentHashMap.newKeySet();
    private final List<UUID> followed = Collections.synchronizedList(new ArrayList<>());

    @Test
    void losing_the_leader_leaves_no_append_without_an_answer_that_holds() throws Exception {
        try (LocalGroup group = Records.start(data, 1_000)) {
            group.ledger().follow(this::follow);
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> clients = clients(group.ledger(), 8, stop);
            awaitAcknowledged(50);
            group.stop("voter-1");
            TimeUnit.MILLISECONDS.sleep(200);
            group.start("voter-1");
            awaitAcknowledged(acknowledged.size() + 50);
            stopClients(clients, stop);
            settle(group);
        }
    }

    @Test
    void a_quorum_lost_unnoticed_makes_outcomes_unknown_and_a_later_append_settles_them() throws Exception {
        try (LocalGroup group = Records.start(data, 1_000)) {
            group.ledger().follow(this::follow);
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> clients = clients(group.ledger(), 4, stop);
            awaitAcknowledged(20);
            // Both die without the group being told; their last answers are still fresh.
            Thread dying = Thread.ofPlatform()
                    .start(() -> group.slot("voter-2").required().close());
            group.slot("voter-3").required().close();
            dying.join();
            Records.await("an unknown outcome", () -> !unknown.isEmpty());
            stopClients(clients, stop);
            assertThat(unknown).allMatch(id -> group.ledger().find(id).isEmpty());

            for (String voter : List.of("voter-2", "voter-3")) {
                group.stop(voter);
                group.start(voter);
            }
            settle(group);
            assertThat(followed).isSubsetOf(unknown);
            assertThat(unknown).allMatch(id -> group.ledger().find(id).isPresent() == followed.contains(id));
        }
    }

    /** Seeded: print the seed of a failing run into {@code -Dchancery.seed} to see it again. */
    @Test
    void voters_that_come_and_go_under_load_lose_nothing_and_repeat_nothing() throws Exception {
        long seed = Long.getLong("chancery.seed", System.nanoTime());
        System.out.println("LeaderLossIT seed " + seed);
        Random random = new Random(seed);
        try (LocalGroup group = Records.start(data, 50)) {
            group.ledger().follow(this::follow);
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> clients = clients(group.ledger(), 4, stop);
            awaitAcknowledged(20);
            for (int round = 0; round < Integer.getInteger("chancery.rounds", 6); round++) {
                List<String> voters = new ArrayList<>(List.of("voter-1", "voter-2", "voter-3"));
                Collections.shuffle(voters, random);
                List<String> away = voters.subList(0, 1 + random.nextInt(3));
                away.forEach(group::stop);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(1_500));
                Collections.shuffle(away, random);
                away.forEach(group::start);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_000));
            }
            stopClients(clients, stop);
            settle(group);
        }
    }

    private void awaitAcknowledged(int count) {
        Records.await(count + " acknowledged appends", () -> acknowledged.size() >= count);
    }

    private void follow(Leaf leaf) {
        followed.add(leaf.id());
    }

    private List<Thread> clients(Ledger ledger, int count, AtomicBoolean stop) {
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(Thread.ofPlatform().start(() -> {
                while (!stop.get()) {
                    appendOne(ledger);
                }
            }));
        }
        return clients;
    }

    private void appendOne(Ledger ledger) {
        UUID id = UUID.randomUUID();
        try {
            ledger.append(Records.of(id), ledger.writableTerm().orElse(0L));
            acknowledged.add(id);
        } catch (LedgerException.UnknownOutcome e) {
            unknown.add(id);
        } catch (LedgerException e) {
            refused.add(id);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void stopClients(List<Thread> clients, AtomicBoolean stop) throws InterruptedException {
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }
    }

    private void settle(LocalGroup group) {
        Ledger ledger = group.ledger();
        UUID barrier = Records.appendSurely(ledger).id();
        Records.awaitEqualHeads(group);
        List<UUID> inLog = new ArrayList<>();
        for (long from = 0; from < ledger.head().size(); from += 1_000) {
            ledger.leaves(from, from + 1_000).forEach(leaf -> inLog.add(leaf.id()));
        }
        System.out.println("acknowledged " + acknowledged.size() + ", unknown " + unknown.size() + ", refused "
                + refused.size() + ", followed " + followed.size() + ", leaves " + inLog.size());
        assertThat(acknowledged).isNotEmpty();
        assertThat(inLog).doesNotHaveDuplicates();
        assertThat(inLog).containsAll(acknowledged);
        assertThat(inLog).doesNotContainAnyElementsOf(refused);
        assertThat(unknown)
                .allMatch(id -> ledger.find(id).isPresent() == inLog.contains(id), "settled by find after a barrier");
        // Each leaf went to the caller who waited or to the follower, never to both, never to neither.
        // The barrier's caller may have had to ask twice, after which the follower had it too.
        followed.remove(barrier);
        List<UUID> delivered = new ArrayList<>(followed);
        delivered.addAll(acknowledged);
        delivered.add(barrier);
        assertThat(delivered).doesNotHaveDuplicates();
        assertThat(delivered).containsAll(inLog);
        assertThat(followed).allMatch(id -> unknown.contains(id) || !acknowledged.contains(id));
    }
}
