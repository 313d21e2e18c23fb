package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.statemachine.TransactionContext;
import org.chancery.ledger.Committed;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Raft entry that carries several records. */
class BatchedEntryTest {

    private static final long TERM = 3;
    private static final long INDEX = 5;

    @TempDir
    private Path folder;

    private final LeafDelivery delivery = new LeafDelivery();
    private final UUID first = UUID.randomUUID();
    private final UUID second = UUID.randomUUID();
    private final UUID last = UUID.randomUUID();

    private LedgerStateMachine machine(LogStore store) {
        return new LedgerStateMachine(
                store,
                delivery,
                () -> {},
                (peer, request) -> {
                    throw new IOException("there is no peer");
                },
                broken -> {
                    throw broken;
                });
    }

    private static void apply(LedgerStateMachine machine, Proposal... proposals) {
        LogEntryProto entry = LogEntryProto.newBuilder()
                .setTerm(TERM)
                .setIndex(INDEX)
                .setStateMachineLogEntry(
                        StateMachineLogEntryProto.newBuilder().setLogData(ProposalBatch.encode(List.of(proposals))))
                .build();
        machine.applyTransaction(TransactionContext.newBuilder()
                        .setServerRole(RaftPeerRole.FOLLOWER)
                        .setStateMachine(machine)
                        .setLogEntry(entry)
                        .build())
                .join();
    }

    private static Proposal proposal(UUID id, long decidedIn) {
        return new Proposal(decidedIn, Records.of(id));
    }

    @Test
    void eachIsJudgedByItself() throws Exception {
        try (LogStore store = LogStore.open(folder)) {
            AwaitedAppend good = delivery.await(first, new AtomicBoolean());
            AwaitedAppend stale = delivery.await(second, new AtomicBoolean());
            AwaitedAppend repeated = delivery.await(last, new AtomicBoolean());
            store.append(last, 2, 4, Records.of(last).publicPart(), new byte[0]);
            apply(machine(store), proposal(first, TERM), proposal(second, TERM - 1), proposal(last, TERM));
            assertThat(good.await(0)).isEqualTo(new Committed(first, 1, TERM));
            assertThatThrownBy(stale::ended).isInstanceOf(LedgerException.StaleTerm.class);
            assertThat(repeated.await(0)).isEqualTo(new Committed(last, 0, 2));
            assertThat(store.head().size()).isEqualTo(2);
            assertThat(store.lastApplied()).isEqualTo(new LogStore.Applied(TERM, INDEX));
        }
    }

    /** Ratis never gives back the permit of what is refused when it is about to enter the log. */
    @Test
    void whatNobodyWantsIsRefusedBeforeItTakesAPermit() throws Exception {
        try (LogStore store = LogStore.open(folder)) {
            AwaitedAppend given = delivery.await(first, new AtomicBoolean());
            delivery.await(second, new AtomicBoolean());
            assertThat(begun(machine(store), proposal(first, TERM), proposal(second, TERM))
                            .getException())
                    .isNull();
            given.withdraw();
            assertThat(begun(machine(store), proposal(first, TERM), proposal(second, TERM))
                            .getException())
                    .isInstanceOf(Proposing.Withdrawn.class);
            assertThat(begun(machine(store), proposal(last, TERM)).getException())
                    .isInstanceOf(Proposing.Withdrawn.class);
        }
    }

    private static TransactionContext begun(LedgerStateMachine machine, Proposal... proposals) throws IOException {
        return machine.startTransaction(RaftClientRequest.newBuilder()
                .setClientId(ClientId.randomId())
                .setServerId(RaftPeerId.valueOf("voter-1"))
                .setGroupId(RaftGroupId.randomId())
                .setCallId(1)
                .setMessage(Message.valueOf(ProposalBatch.encode(List.of(proposals))))
                .setType(RaftClientRequest.writeRequestType())
                .build());
    }

    /** Dead after none, one, two or all three records: applied again, the entry makes what is missing, and no more. */
    @Test
    void anEntryThatWasAppliedInPartIsAppliedAgain() {
        List<UUID> ids = List.of(first, second, last);
        for (int done = 0; done <= ids.size(); done++) {
            Path store = folder.resolve("after-" + done);
            try (LogStore died = LogStore.open(store)) {
                ids.subList(0, done)
                        .forEach(id -> died.copy(
                                id,
                                TERM,
                                Records.of(id).publicPart(),
                                Records.of(id).privatePart()));
                assertThat(died.lastApplied().index()).isNegative();
            }
            try (LogStore again = LogStore.open(store)) {
                apply(machine(again), ids.stream().map(id -> proposal(id, TERM)).toArray(Proposal[]::new));
                assertThat(again.leaves(0, 9)).extracting(leaf -> leaf.id()).containsExactlyElementsOf(ids);
                assertThat(again.leaves(0, 9)).allMatch(leaf -> leaf.term() == TERM);
                assertThat(again.lastApplied()).isEqualTo(new LogStore.Applied(TERM, INDEX));
            }
        }
    }
}
