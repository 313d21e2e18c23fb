package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Purged Raft logs: how a voter that was away comes back. */
class CatchUpIT {

    @TempDir
    Path data;

    @Test
    void the_raft_log_is_purged_and_a_restart_still_works() {
        Head before;
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger(), 100);
            before = group.ledger().head();
        }
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger(), 60);
            Records.await("purged", () -> PurgedLog.first(data, "voter-1") > 50);
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
            PurgedLog.byRestartingTheOthers(data, group, 60);
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
            Records.appendSurely(group.ledger(), 60);
            Records.awaitEqualHeads(group);
            group.stop("voter-3");
            PurgedLog.byRestartingTheOthers(data, group, 0);
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
        Records.appendSurely(group.ledger(), 30);
        Records.awaitEqualHeads(group);
        group.stop("voter-3");
        PurgedLog.byRestartingTheOthers(data, group, 60);
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
}
