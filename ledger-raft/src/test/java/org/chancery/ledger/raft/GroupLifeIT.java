package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.protocol.RaftClientRequest;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Head;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus;
import org.chancery.ledger.LedgerStatus.Peer;
import org.chancery.ledger.LedgerStatus.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Appending, stopping and starting voters. */
class GroupLifeIT {

    @TempDir
    Path data;

    @Test
    void all_voters_hold_the_same_leaves_and_a_restart_goes_on_where_it_was() {
        UUID id = UUID.randomUUID();
        Head before;
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            ledger.append(Records.of(id), Records.awaitTerm(ledger));
            Records.appendSurely(ledger, 20);
            Records.awaitEqualHeads(group);
            before = ledger.head();
            assertThat(before.size()).isEqualTo(21);
        }
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            assertThat(ledger.head()).isEqualTo(before);
            assertThat(ledger.find(id)).map(Committed::index).contains(0L);
            assertThat(Records.appendSurely(ledger).index()).isEqualTo(21);
            Records.awaitEqualHeads(group);
        }
    }

    @Test
    void without_a_quorum_an_append_is_refused_soon_and_changes_nothing_and_the_group_recovers_by_itself() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            Records.appendSurely(ledger);
            long term = Records.awaitTerm(ledger);
            Head before = ledger.head();
            group.stop("voter-2");
            group.stop("voter-3");

            long begin = System.nanoTime();
            assertThatThrownBy(() -> ledger.append(Records.of(UUID.randomUUID()), term))
                    .isInstanceOf(LedgerException.NoQuorum.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
            assertThat(ledger.head()).isEqualTo(before);
            assertThat(ledger.status().quorum()).isFalse();
            assertThat(ledger.status().peers())
                    .extracting(Peer::role)
                    .containsExactly(ledger.status().peers().getFirst().role(), Role.UNREACHABLE, Role.UNREACHABLE);

            group.start("voter-2");
            group.start("voter-3");
            assertThat(Records.appendSurely(ledger).index()).isEqualTo(1);
            Records.awaitEqualHeads(group);
            assertThat(ledger.head().size()).isEqualTo(2);
        }
    }

    @Test
    void one_of_three_may_be_missing_and_catches_up() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            group.stop("voter-3");
            Records.appendSurely(group.ledger(), 5);
            assertThatThrownBy(() -> group.ledger("voter-3").head()).isInstanceOf(LedgerException.Unavailable.class);
            group.start("voter-3");
            Records.awaitEqualHeads(group);
        }
    }

    @Test
    void the_same_id_is_appended_once() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            long term = Records.awaitTerm(ledger);
            UUID id = UUID.randomUUID();
            Committed first = ledger.append(Records.of(id), term);
            assertThat(ledger.append(Records.of(id), term)).isEqualTo(first);
            assertThat(ledger.head().size()).isEqualTo(1);
        }
    }

    @Test
    void what_was_decided_in_another_term_is_refused_by_every_member() throws Exception {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            long term = Records.awaitTerm(ledger);
            assertThatThrownBy(() -> ledger.append(Records.of(UUID.randomUUID()), term - 1))
                    .isInstanceOf(LedgerException.StaleTerm.class);

            // Past the proposer's own check, as after a change of leadership just then: the log refuses it too.
            UUID id = UUID.randomUUID();
            VoterSlot slot = group.slot("voter-1");
            Voter voter = slot.required().voter();
            AwaitedAppend wait = slot.delivery().await(id, new AtomicBoolean());
            voter.submit(
                            voter.membership().ledgerGroup(),
                            new Proposal(term - 1, Records.of(id)).encode(),
                            RaftClientRequest.writeRequestType())
                    .join();
            assertThatThrownBy(wait::ended).isInstanceOf(LedgerException.StaleTerm.class);
            Records.appendSurely(ledger);
            Records.awaitEqualHeads(group);
            assertThat(ledger.find(id)).isEmpty();
            assertThat(ledger.head().size()).isEqualTo(1);
        }
    }

    @Test
    void an_entry_that_is_too_large_is_refused_and_the_largest_is_not() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            long term = Records.awaitTerm(ledger);
            byte[] most = new byte[Ledger.MAX_PRIVATE_BYTES];
            assertThatThrownBy(() -> ledger.append(
                            new Entry(UUID.randomUUID(), new byte[Ledger.MAX_PUBLIC_BYTES + 1], new byte[0]), term))
                    .isInstanceOf(LedgerException.TooLarge.class);
            Entry largest = new Entry(UUID.randomUUID(), new byte[Ledger.MAX_PUBLIC_BYTES], most);
            Records.surely(() -> ledger.append(largest, ledger.writableTerm().orElse(0L)));
            Records.awaitEqualHeads(group);
            assertThat(group.ledger("voter-3").leaf(0).privatePart()).hasSize(most.length);
        }
    }

    @Test
    void the_status_names_every_voter() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.await(
                    "the others answer",
                    () -> group.ledger().status().peers().stream().noneMatch(peer -> peer.role() == Role.UNREACHABLE));
            LedgerStatus status = group.ledger().status();
            assertThat(status.leader()).contains("voter-1");
            assertThat(status.quorum()).isTrue();
            assertThat(status.singleMachine()).isTrue();
            assertThat(status.peers()).extracting(Peer::id).containsExactly("voter-1", "voter-2", "voter-3");
            assertThat(status.peers()).extracting(Peer::kind).containsExactly("engine", "log-only", "log-only");
            assertThat(status.peers())
                    .extracting(Peer::role)
                    .containsExactly(Role.LEADER, Role.FOLLOWER, Role.FOLLOWER);
        }
    }

    @Test
    void keys_of_persons_without_a_majority_are_not_hidden_by_a_ledger_that_has_one() throws Exception {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Ledger ledger = group.ledger();
            Records.await("both groups", () -> ledger.status().personKeys());
            for (String voter : List.of("voter-2", "voter-3")) {
                group.slot(voter).required().voter().persons().close();
            }
            Records.await(
                    "keys known to be without a majority",
                    () -> ledger.status().quorum() && !ledger.status().personKeys());
            assertThatThrownBy(() -> group.personKeys().create("p-new")).isInstanceOf(LedgerException.NoQuorum.class);
            Records.appendSurely(ledger);

            for (String voter : List.of("voter-2", "voter-3")) {
                group.stop(voter);
                group.start(voter);
            }
            Records.await(
                    "both groups again",
                    () -> ledger.status().quorum() && ledger.status().personKeys());
        }
    }

    @Test
    void closing_leaves_no_thread_that_keeps_the_process_alive() {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.appendSurely(group.ledger());
        }
        Records.await(
                "no non-daemon thread left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> !before.contains(thread) && !thread.isDaemon() && thread.isAlive()));
    }
}
