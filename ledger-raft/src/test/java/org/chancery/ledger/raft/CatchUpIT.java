package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus.Peer;
import org.chancery.ledger.LedgerStatus.Role;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purged Raft logs, lost and damaged stores, taken ports: how a voter comes back. */
class CatchUpIT {

    @TempDir
    Path data;

    @Test
    void the_raft_log_is_purged_and_a_restart_still_works() {
        Head before;
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 100; i++) {
                Records.appendSurely(group.ledger());
            }
            before = group.ledger().head();
        }
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 60; i++) {
                Records.appendSurely(group.ledger());
            }
            Records.await("purged", () -> firstRaftEntry("voter-1") > 50);
            Records.awaitEqualHeads(group);
            assertThat(group.ledger()
                            .consistencyProof(
                                    before.size(), group.ledger().head().size()))
                    .isNotEmpty();
        }
    }

    @Test
    void a_voter_that_was_away_while_the_log_was_purged_copies_what_it_missed() {
        try (LocalGroup group = Records.start(data, 20)) {
            group.stop("voter-3");
            purgeByRestartingTheOthers(group, 60);
            group.start("voter-3");
            Records.awaitEqualHeads(group);
            Records.appendSurely(group.ledger());
            Records.awaitEqualHeads(group);
            assertThat(group.ledger("voter-3").head().size()).isEqualTo(121);
        }
    }

    /** A new term closes the leader's segment where the stopped voter's snapshot ends; purging makes that the start. */
    @Test
    void a_voter_that_stopped_just_where_the_leaders_log_begins_goes_on() {
        try (LocalGroup group = Records.start(data, 1)) {
            for (int i = 0; i < 60; i++) {
                Records.appendSurely(group.ledger());
            }
            Records.awaitEqualHeads(group);
            group.stop("voter-3");
            purgeByRestartingTheOthers(group, 0);
            group.start("voter-3");
            Records.awaitEqualHeads(group);
            assertThat(group.ledger("voter-3").head().size()).isEqualTo(120);
            Records.awaitEqualKeys(group);
            // Neither group can go on without it now.
            group.stop("voter-2");
            Records.appendSurely(group.ledger());
            assertThat(Records.createSurely(group.personKeys(), "p-1")).isNotEmpty();
        }
    }

    /** The copy is complete, but Raft did not come to drop the log that it replaces. */
    @Test
    void a_voter_that_crashed_right_after_copying_goes_on() {
        try (LocalGroup group = Records.start(data, 20)) {
            awayWhilePurged(group, copied -> {
                LogStore leader = group.slot("voter-1").required().voter().store();
                copy(leader, copied, leader.head().size());
                copied.applied(leader.lastApplied().term(), leader.lastApplied().index());
            });
        }
    }

    @Test
    void a_voter_that_crashed_while_copying_goes_on() {
        try (LocalGroup group = Records.start(data, 20)) {
            awayWhilePurged(group, copied -> {
                LogStore leader = group.slot("voter-1").required().voter().store();
                copy(leader, copied, leader.head().size() - 5);
            });
        }
    }

    private void awayWhilePurged(LocalGroup group, Consumer<LogStore> crashed) {
        for (int i = 0; i < 30; i++) {
            Records.appendSurely(group.ledger());
        }
        Records.awaitEqualHeads(group);
        group.stop("voter-3");
        purgeByRestartingTheOthers(group, 60);
        try (LogStore store = LogStore.open(data.resolve("voter-3/store"))) {
            crashed.accept(store);
        }
        group.start("voter-3");
        Records.appendSurely(group.ledger());
        Records.awaitEqualHeads(group);
        assertThat(group.ledger("voter-3").head().size()).isEqualTo(151);
        // Its vote counts, and carries the group.
        group.stop("voter-2");
        Records.appendSurely(group.ledger());
    }

    private static void copy(LogStore from, LogStore to, long end) {
        for (Leaf leaf : from.leaves(to.head().size(), end)) {
            to.copy(leaf.id(), leaf.term(), leaf.publicPart(), leaf.privatePart());
        }
    }

    @Test
    void a_voter_whose_folder_was_lost_gets_everything_from_its_peers() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            group.stop("voter-3");
            purgeByRestartingTheOthers(group, 60);
            byte[] key = Records.createSurely(group.personKeys(), "p-1");
            Files.move(data.resolve("voter-3"), data.resolve("lost-voter-3"));
            group.start("voter-3");
            Records.awaitEqualHeads(group);
            Records.awaitEqualKeys(group);
            // Now its vote counts again, and what it took over carries the group.
            group.stop("voter-2");
            Records.appendSurely(group.ledger());
            assertThat(group.personKeys().find("p-1")).contains(key);
            byte[] sealed = group.ledger().cipher().seal(new UUID(0, 1), new byte[] {1, 2, 3});
            assertThat(group.ledger("voter-3").cipher().open(new UUID(0, 1), sealed))
                    .containsExactly(1, 2, 3);
        }
    }

    /** The leader stays in office and nothing new is appended: it must learn that this voter forgot everything. */
    @Test
    void a_voter_whose_folder_was_lost_is_rebuilt_under_an_idle_leader() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            byte[] key = Records.createSurely(group.personKeys(), "p-1");
            for (int i = 0; i < 30; i++) {
                Records.appendSurely(group.ledger());
            }
            group.stop("voter-3");
            Files.move(data.resolve("voter-3"), data.resolve("lost-voter-3"));
            group.start("voter-3");
            Records.awaitEqualHeads(group);
            Records.awaitEqualKeys(group);
            group.stop("voter-2");
            Records.appendSurely(group.ledger());
            assertThat(group.personKeys().find("p-1")).contains(key);
            assertThat(Records.createSurely(group.personKeys(), "p-2")).isNotEmpty();
        }
    }

    /** The leader remembers this voter's snapshot, and its Raft log begins right after it. */
    @Test
    void a_voter_whose_folder_was_lost_where_the_leaders_log_begins_is_rebuilt_under_an_idle_leader()
            throws IOException {
        try (LocalGroup group = Records.start(data, 1)) {
            for (int i = 0; i < 60; i++) {
                Records.appendSurely(group.ledger());
            }
            Records.awaitEqualHeads(group);
            group.stop("voter-3");
            purgeByRestartingTheOthers(group, 0);
            group.start("voter-3");
            Records.awaitEqualHeads(group);
            group.stop("voter-3");
            Files.move(data.resolve("voter-3"), data.resolve("lost-voter-3"));
            group.start("voter-3");
            Records.awaitEqualHeads(group);
            Records.awaitEqualKeys(group);
            group.stop("voter-2");
            Records.appendSurely(group.ledger());
            assertThat(Records.createSurely(group.personKeys(), "p-1")).isNotEmpty();
        }
    }

    /** Nobody has written the table of keys to its file yet: that the group has begun shows in the Raft logs only. */
    @Test
    void a_voter_whose_folder_was_lost_may_not_vote_before_it_is_told_even_if_no_state_is_durable() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.createSurely(group.personKeys(), "p-1");
            group.stop("voter-3");
            Files.move(data.resolve("voter-3"), data.resolve("lost-voter-3"));
            group.stop("voter-2");
            // Stopping wrote it.
            Files.delete(group.slot("voter-2").folder().personKeys());
            assertThat(group.slot("voter-1").folder().personKeys()).doesNotExist();
            // A leader that still were in office would tell it.
            Records.await(
                    "no leader",
                    () -> !group.slot("voter-1")
                            .required()
                            .voter()
                            .persons()
                            .getInfo()
                            .isLeader());
            group.start("voter-3");
            assertThat(group.slot("voter-3")
                            .required()
                            .voter()
                            .persons()
                            .getGroup()
                            .getPeers())
                    .isEmpty();
        }
    }

    @Test
    void a_voter_that_forgot_its_votes_keeps_its_store_and_votes_again_once_told() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 30; i++) {
                Records.appendSurely(group.ledger());
            }
            Records.awaitEqualHeads(group);
        }
        Files.move(data.resolve("voter-3/raft"), data.resolve("lost-raft"));
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger());
            Records.awaitEqualHeads(group);
            group.stop("voter-2");
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(31);
        }
    }

    @Test
    void a_group_that_was_put_back_without_its_raft_logs_goes_on() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 30; i++) {
                Records.appendSurely(group.ledger());
            }
            Records.awaitEqualHeads(group);
        }
        for (int voter = 1; voter <= 3; voter++) {
            Files.move(data.resolve("voter-" + voter + "/raft"), data.resolve("lost-raft-" + voter));
        }
        try (LocalGroup group = Records.start(data, 20)) {
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(30);
            Records.awaitEqualHeads(group);
        }
    }

    /** Where a rotten log ends, nobody knows: to drop it could forget what the voter had acknowledged. */
    @Test
    void a_rotten_raft_log_keeps_its_voter_out_and_is_left_alone() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            for (int i = 0; i < 40; i++) {
                Records.appendSurely(group.ledger());
            }
            Records.awaitEqualHeads(group);
        }
        Path segment = ledgerSegment("voter-3");
        byte[] rotten = Files.readAllBytes(segment);
        rotten[500] ^= 1;
        Files.write(segment, rotten);
        try (LocalGroup group = Records.start(data, 1_000)) {
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(40);
            Peer out = group.ledger().status().peers().getLast();
            assertThat(out.role()).isEqualTo(Role.UNREACHABLE);
            assertThat(out.trouble().orElseThrow())
                    .contains(segment.getParent().getParent().toString())
                    .contains("move the folder");
            assertThat(segment).hasBinaryContent(rotten);
            Files.move(segment.getParent().getParent(), data.resolve("rotten"));
            group.start("voter-3");
            Records.awaitEqualHeads(group);
        }
    }

    private Path ledgerSegment(String voter) throws IOException {
        Path current = VoterStart.log(
                new VoterFolder(data.resolve(voter)), new Membership("chancery.test/main", List.of()).ledgerGroup());
        try (Stream<Path> files = Files.list(current)) {
            return files.filter(file -> file.getFileName().toString().startsWith("log_"))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    @Test
    void the_engines_own_voter_gets_everything_back_too() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 60; i++) {
                Records.appendSurely(group.ledger());
            }
        }
        Files.move(data.resolve("voter-1"), data.resolve("lost-voter-1"));
        try (LocalGroup group = Records.start(data, 20)) {
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(60);
            Records.awaitEqualHeads(group);
        }
    }

    @Test
    void a_damaged_voter_stays_out_says_why_and_returns_once_its_store_is_moved_away() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 300; i++) {
                Records.appendSurely(group.ledger());
            }
        }
        damage(data.resolve("voter-2/store"));
        try (LocalGroup group = Records.start(data, 20)) {
            Peer damaged = group.ledger().status().peers().get(1);
            assertThat(damaged.role()).isEqualTo(Role.UNREACHABLE);
            assertThat(damaged.trouble().orElseThrow())
                    .contains("voter-2")
                    .contains("at byte")
                    .contains("move the folder");
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(300);
            assertThatThrownBy(() -> group.start("voter-2")).isInstanceOf(LedgerException.DamagedStore.class);

            Files.move(data.resolve("voter-2/store"), data.resolve("damaged-store"));
            group.start("voter-2");
            Records.awaitEqualHeads(group);
            assertThat(group.ledger().status().peers().get(1).trouble()).isEmpty();
        }
    }

    @Test
    void the_engines_voter_refuses_to_start_on_a_damaged_store() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            for (int i = 0; i < 300; i++) {
                Records.appendSurely(group.ledger());
            }
        }
        damage(data.resolve("voter-1/store"));
        assertThatThrownBy(() -> Records.start(data, 20).close())
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining("voter-1");
    }

    @Test
    void a_voter_whose_store_fails_closes_itself_and_can_be_started_again() {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.appendSurely(group.ledger());
            // As when its disk fails: the next leaf cannot be written.
            group.slot("voter-3").required().voter().store().close();
            Records.appendSurely(group.ledger());
            Records.await(
                    "voter-3 is out",
                    () -> group.ledger().status().peers().get(2).role() == Role.UNREACHABLE);
            assertThat(group.ledger().status().peers().get(2).trouble()).isPresent();
            group.start("voter-3");
            Records.appendSurely(group.ledger());
            Records.awaitEqualHeads(group);
        }
    }

    @Test
    void a_port_that_was_taken_in_the_meantime_is_replaced() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger());
        }
        List<Integer> taken = List.of(port("voter-1"), port("voter-3"));
        try (ServerSocket first = occupy(taken.getFirst());
                ServerSocket second = occupy(taken.getLast());
                LocalGroup group = Records.start(data, 20)) {
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(1);
            Records.awaitEqualHeads(group);
            assertThat(taken).doesNotContain(port("voter-1"), port("voter-3"));
            assertThat(first.isBound() && second.isBound()).isTrue();
        }
    }

    @Test
    void a_port_that_is_taken_while_a_voter_is_stopped_moves_the_whole_group() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger());
            group.stop("voter-2");
            try (ServerSocket taken = occupy(port("voter-2"))) {
                group.start("voter-2");
                assertThat(port("voter-2")).isNotEqualTo(taken.getLocalPort());
                assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(1);
                Records.awaitEqualHeads(group);
            }
        }
    }

    /** A new term closes the segments, the next snapshots purge them. */
    private void purgeByRestartingTheOthers(LocalGroup group, int before) {
        for (int i = 0; i < before; i++) {
            Records.appendSurely(group.ledger());
        }
        group.stop("voter-2");
        group.start("voter-2");
        group.stop("voter-1");
        group.start("voter-1");
        for (int i = 0; i < 60; i++) {
            Records.appendSurely(group.ledger());
        }
        Records.await("purged", () -> firstRaftEntry("voter-1") > 50);
    }

    private long firstRaftEntry(String voter) {
        try (Stream<Path> groups = Files.list(data.resolve(voter).resolve("raft"))) {
            return groups.mapToLong(group ->
                            RaftLogFiles.first(group.resolve("current")).orElse(0L))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int port(String voter) throws IOException {
        String address =
                Files.readString(data.resolve(voter).resolve("raft.address")).strip();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static ServerSocket occupy(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(Loopback.HOST, port));
        return socket;
    }

    /** Changes a byte in the middle of the journal. */
    private static void damage(Path store) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(store.resolve("journal").toFile(), "rw")) {
            long middle = file.length() / 2;
            file.seek(middle);
            int old = file.read();
            file.seek(middle);
            file.write(old ^ 1);
        }
    }
}
