package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.proto.RaftProtos.FollowerInfoProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.proto.RaftProtos.ServerRpcProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key that is erased while a voter copies the table part by part is in no copy that begins or ends after it. */
class PersonKeyMachineTest {

    private static final ByteString PEER = ByteString.copyFromUtf8("voter-1");
    private static final String ERASED = person(7);
    private static final String KEPT = person(8);

    @TempDir
    Path folder;

    private PersonKeyMachine machine;
    private ByteString othersTable = ByteString.EMPTY;
    private long index;

    /** With more keys than one part of a copy holds. */
    @BeforeEach
    void fill() {
        VoterFolder own = new VoterFolder(folder);
        own.create();
        machine = new PersonKeyMachine(own, (leader, request) -> othersTable);
        for (int i = 0; i < 3; i++) {
            SortedMap<String, byte[]> keys = new TreeMap<>();
            for (int person = i * 50_000; person < (i + 1) * 50_000; person++) {
                keys.put(
                        person(person),
                        ByteBuffer.allocate(32).putInt(28, person + 1).array());
            }
            apply(new PersonKeyChange.Create(keys));
        }
    }

    private static String person(int number) {
        return "p-%06d-of-a-person-with-a-long-pseudonym".formatted(number);
    }

    private void apply(PersonKeyChange change) {
        LogEntryProto entry = LogEntryProto.newBuilder()
                .setTerm(1)
                .setIndex(index++)
                .setStateMachineLogEntry(StateMachineLogEntryProto.newBuilder().setLogData(change.encode()))
                .build();
        machine.applyTransaction(TransactionContext.newBuilder()
                        .setServerRole(RaftPeerRole.FOLLOWER)
                        .setStateMachine(machine)
                        .setLogEntry(entry)
                        .build())
                .join();
    }

    private ByteString ask(ByteString request) {
        return machine.query(Message.valueOf(request)).join().getContent();
    }

    /** Copies from the machine; something happens there after the first of the parts. */
    private PersonKeyTable copied(Runnable afterTheFirstPart) throws IOException {
        int[] asked = {0};
        PersonKeyTable copy = PersonKeyCopy.from(
                (leader, request) -> {
                    ByteString answer = ask(request);
                    if (++asked[0] == 1) {
                        afterTheFirstPart.run();
                    }
                    return answer;
                },
                PEER);
        assertThat(asked[0]).as("parts").isGreaterThan(1);
        return copy;
    }

    @Test
    void a_key_that_is_erased_between_two_parts_is_not_brought_back() throws IOException {
        PersonKeyTable copy = copied(() -> apply(new PersonKeyChange.Erase(ERASED)));
        assertThat(copy.erased(ERASED)).isTrue();
        assertThat(copy.find(KEPT)).isPresent();
        assertThat(copy.encode()).isEqualTo(machine.table().encode());
    }

    @Test
    void nor_one_whose_erasure_comes_with_the_table_of_another_voter() throws IOException {
        PersonKeyTable others = PersonKeyTable.decode(machine.table().encode());
        others.apply(new PersonKeyChange.Erase(ERASED), TermIndex.valueOf(2, index + 10));
        byte[] table = others.encode();
        // One part: its Raft index, the whole length, all of the bytes.
        othersTable = ByteString.copyFrom(ByteBuffer.allocate(2 * Long.BYTES + table.length)
                .putLong(index + 10)
                .putLong(table.length)
                .put(table)
                .flip());
        PersonKeyTable copy = copied(this::takeOver);
        assertThat(copy.erased(ERASED)).isTrue();
        assertThat(copy.encode()).isEqualTo(table);
    }

    private void takeOver() {
        RoleInfoProto role = RoleInfoProto.newBuilder()
                .setFollowerInfo(FollowerInfoProto.newBuilder()
                        .setLeaderInfo(ServerRpcProto.newBuilder()
                                .setId(RaftPeerProto.newBuilder().setId(PEER))))
                .build();
        machine.notifyInstallSnapshotFromLeader(role, TermIndex.valueOf(2, index + 10))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
