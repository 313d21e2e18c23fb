package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeafCopyTest {

    @TempDir
    Path folder;

    private final List<LedgerException> broken = new ArrayList<>();
    private LogStore leader;
    private LogStore follower;

    @BeforeEach
    void open() {
        leader = LogStore.open(folder.resolve("leader"));
        follower = LogStore.open(folder.resolve("follower"));
        for (int i = 0; i < 300; i++) {
            append(leader, i, "{\"n\":" + i + "}");
        }
    }

    @AfterEach
    void close() {
        leader.close();
        follower.close();
    }

    private static void append(LogStore store, int i, String record) {
        store.append(new UUID(7, i), 3, i + 1, record.getBytes(StandardCharsets.UTF_8), new byte[] {(byte) i});
    }

    private TermIndex copy() throws Exception {
        return LeafCopy.inBackground(
                        (peer, request) -> LeafCopy.answer(request, leader, new Object()),
                        ByteString.copyFromUtf8("voter-1"),
                        this::take,
                        follower)
                .get(30, TimeUnit.SECONDS);
    }

    private void take(Leaf leaf) {
        if (leaf.index() == follower.head().size()) {
            follower.copy(leaf.id(), leaf.term(), leaf.publicPart(), leaf.privatePart());
        }
    }

    @Test
    void what_is_missing_is_copied_on_top_of_the_same_leaves() throws Exception {
        for (int i = 0; i < 270; i++) {
            append(follower, i, "{\"n\":" + i + "}");
        }
        assertThat(copy()).isEqualTo(TermIndex.valueOf(3, 300));
        assertThat(follower.head()).isEqualTo(leader.head());
    }

    @Test
    void who_is_ahead_of_the_leader_on_the_same_leaves_needs_nothing() throws Exception {
        copy();
        append(follower, 300, "{\"n\":300}");
        Head before = follower.head();
        assertThat(copy()).isEqualTo(TermIndex.valueOf(3, 300));
        assertThat(follower.head()).isEqualTo(before);
    }

    /** A store that was rewritten with fitting hashes is sound in itself; only another one can tell. */
    @Test
    void on_top_of_other_leaves_nothing_is_copied() {
        for (int i = 0; i < 270; i++) {
            append(follower, i, "{\"n\":" + (i == 17 ? "\"forged\"" : i) + "}");
        }
        Head before = follower.head();
        assertThatThrownBy(this::copy)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining(folder.resolve("follower").toString())
                .hasMessageContaining("first 270 leaves")
                .hasMessageContaining(leader.root(270).base64())
                .hasMessageContaining("evidence");
        assertThat(follower.head()).isEqualTo(before);
    }

    @Test
    void who_is_ahead_of_the_leader_on_other_leaves_is_refused_too() {
        for (int i = 0; i < 310; i++) {
            append(follower, i, "{\"other\":" + i + "}");
        }
        assertThatThrownBy(this::copy).cause().hasMessageContaining("first 300 leaves");
    }

    /** The same root, but a record that comes later is known by its id already: no leaf would ever be added. */
    @Test
    void a_part_that_adds_nothing_ends_the_copy() {
        for (int i = 0; i < 270; i++) {
            UUID id = i == 17 ? new UUID(7, 280) : new UUID(7, i);
            byte[] record = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            follower.append(id, 3, i + 1, record, new byte[] {(byte) i});
        }
        assertThatThrownBy(this::copy)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(LedgerException.DamagedStore.class)
                .hasMessageContaining("holds a record already");
    }

    @Test
    void a_store_that_cannot_be_synced_ends_its_voter_and_says_so() {
        LedgerStateMachine machine = new LedgerStateMachine(
                follower,
                new LeafDelivery(),
                () -> {},
                (peer, request) -> LeafCopy.answer(request, leader, new Object()),
                broken::add);
        follower.close();
        assertThatThrownBy(machine::takeSnapshot).isInstanceOf(LedgerException.Unavailable.class);
        assertThat(broken).hasSize(1);
    }
}
