package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that were lost, whole or in part: a voter gets back what it had, and its vote once it is told. */
class LostFolderIT {

    @TempDir
    Path data;

    @Test
    void a_voter_whose_folder_was_lost_gets_everything_from_its_peers() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            group.stop("voter-3");
            PurgedLog.byRestartingTheOthers(data, group, 60);
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
            Records.appendSurely(group.ledger(), 30);
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
            Records.appendSurely(group.ledger(), 60);
            Records.awaitEqualHeads(group);
            group.stop("voter-3");
            PurgedLog.byRestartingTheOthers(data, group, 0);
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
    void the_engines_own_voter_gets_everything_back_too() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger(), 60);
        }
        Files.move(data.resolve("voter-1"), data.resolve("lost-voter-1"));
        try (LocalGroup group = Records.start(data, 20)) {
            assertThat(Records.appendSurely(group.ledger()).index()).isEqualTo(60);
            Records.awaitEqualHeads(group);
        }
    }

    @Test
    void a_voter_that_forgot_its_votes_keeps_its_store_and_votes_again_once_told() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger(), 30);
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
            Records.appendSurely(group.ledger(), 30);
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
}
