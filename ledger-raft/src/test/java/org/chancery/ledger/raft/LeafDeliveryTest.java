package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.junit.jupiter.api.Test;

class LeafDeliveryTest {

    private final List<UUID> followed = new ArrayList<>();
    private final LeafDelivery delivery = new LeafDelivery();

    LeafDeliveryTest() {
        delivery.follow(leaf -> followed.add(leaf.id()), () -> 0);
    }

    @Test
    void a_leaf_goes_to_the_caller_who_waits_and_not_to_the_follower() throws Exception {
        Leaf leaf = leaf();
        AwaitedAppend wait = delivery.await(leaf.id(), new AtomicBoolean());
        delivery.committed(leaf);
        assertThat(wait.await(0)).isEqualTo(new Committed(leaf.id(), 7, 1));
        assertThat(followed).isEmpty();
    }

    @Test
    void a_leaf_nobody_waits_for_any_more_goes_to_the_follower() {
        Leaf leaf = leaf();
        AwaitedAppend wait = delivery.await(leaf.id(), new AtomicBoolean());
        wait.refuse(new LedgerException.UnknownOutcome(leaf.id(), new TimeoutException()));
        delivery.committed(leaf);
        assertThat(followed).containsExactly(leaf.id());
        assertThatThrownBy(wait::ended).isInstanceOf(LedgerException.UnknownOutcome.class);
    }

    @Test
    void what_was_withdrawn_before_it_entered_the_log_never_enters() {
        AwaitedAppend wait = delivery.await(UUID.randomUUID(), new AtomicBoolean());
        assertThat(wait.withdraw()).isTrue();
        assertThat(wait.propose()).isFalse();
        AwaitedAppend proposed = delivery.await(UUID.randomUUID(), new AtomicBoolean());
        assertThat(proposed.propose()).isTrue();
        assertThat(proposed.withdraw()).isFalse();
        assertThat(delivery.propose(UUID.randomUUID())).isFalse();
    }

    @Test
    void a_second_caller_of_the_same_record_joins_the_first() {
        UUID id = UUID.randomUUID();
        AtomicBoolean begun = new AtomicBoolean();
        AwaitedAppend first = delivery.await(id, begun);
        assertThat(begun).isTrue();
        AtomicBoolean again = new AtomicBoolean();
        assertThat(delivery.await(id, again)).isSameAs(first);
        assertThat(again).isFalse();
    }

    @Test
    void giving_up_and_committing_at_once_end_in_exactly_one_delivery() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            followed.clear();
            Leaf leaf = leaf();
            AwaitedAppend wait = delivery.await(leaf.id(), new AtomicBoolean());
            CyclicBarrier together = new CyclicBarrier(2);
            Thread log = Thread.ofVirtual().start(() -> {
                meet(together);
                delivery.committed(leaf);
            });
            meet(together);
            wait.refuse(new LedgerException.UnknownOutcome(leaf.id(), new TimeoutException()));
            delivery.forget(leaf.id(), wait);
            log.join();
            assertThat(answered(wait)).isNotEqualTo(followed.contains(leaf.id()));
        }
    }

    private static boolean answered(AwaitedAppend wait) {
        try {
            wait.ended();
            return true;
        } catch (LedgerException.UnknownOutcome e) {
            return false;
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Leaf leaf() {
        return new Leaf(7, 1, UUID.randomUUID(), new byte[0], new byte[0]);
    }
}
