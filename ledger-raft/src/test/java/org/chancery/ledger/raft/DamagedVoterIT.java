package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus.Peer;
import org.chancery.ledger.LedgerStatus.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rotten logs, damaged and failing stores: such a voter stays out, says why, and returns once it is put right. */
class DamagedVoterIT {

    @TempDir
    Path data;

    /** Where a rotten log ends, nobody knows: to drop it could forget what the voter had acknowledged. */
    @Test
    void a_rotten_raft_log_keeps_its_voter_out_and_is_left_alone() throws IOException {
        try (LocalGroup group = Records.start(data, 1_000)) {
            Records.appendSurely(group.ledger(), 40);
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
    void a_damaged_voter_stays_out_says_why_and_returns_once_its_store_is_moved_away() throws IOException {
        try (LocalGroup group = Records.start(data, 20)) {
            Records.appendSurely(group.ledger(), 300);
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
            Records.appendSurely(group.ledger(), 300);
        }
        damage(data.resolve("voter-1/store"));
        assertThatThrownBy(() -> Records.start(data, 20).close())
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining("voter-1");
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
}
