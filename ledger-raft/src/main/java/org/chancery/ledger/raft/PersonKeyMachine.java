package org.chancery.ledger.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftConfigurationProto;
import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.TransactionContext;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of persons on one voter: a small table in memory, a file of it as snapshot, and the Raft log since.
 *
 * <p><b>Forgetting.</b> A key is in at most three places: the table, the file, and Raft log entries before the erasure.
 * Applying an erasure drops it from the table. The {@link PersonKeyChange.Roll} that follows closes the log segment
 * that the key may be in and makes this member, on its own, rewrite the file and purge the closed segments. A member
 * that was away does the same when it applies the roll, or when it takes the leader's table in place of purged
 * entries. A new term closes the segment as well, so what a crash between erasure and roll left is purged by the next
 * election.
 */
final class PersonKeyMachine extends DurableMachine {

    private static final Logger LOG = LoggerFactory.getLogger(PersonKeyMachine.class);
    private static final long SNAPSHOT_MILLIS = 10_000;

    private final Path file;
    private final PersonKeyTable table;
    private final PersonKeyCopy copies;
    private final LeafCopy.Source peers;
    private volatile boolean copying;
    /** The file could not be rewritten; the next change tries again. */
    private volatile boolean owed;

    private volatile Path log = Path.of("");

    PersonKeyMachine(VoterFolder folder, LeafCopy.Source peers) {
        this.file = folder.personKeys();
        this.table = read(file);
        this.copies = new PersonKeyCopy(table);
        this.peers = peers;
        startAfter(table.applied());
    }

    /** How far Raft's log was applied to the file. */
    static TermIndex applied(VoterFolder folder) {
        return read(folder.personKeys()).applied();
    }

    private static PersonKeyTable read(Path file) {
        Optional<byte[]> bytes = VoterFolder.read(file);
        if (bytes.filter(PersonKeyTable::isOlder).isPresent()) {
            throw new LedgerException.Unavailable(
                    "The table of person keys in " + file
                            + " was written by a version before the first release. Nothing"
                            + " is damaged and nothing was changed: use the version that wrote it, or a fresh data"
                            + " folder; move nothing away, all voters' tables are so",
                    null);
        }
        try {
            return bytes.map(PersonKeyTable::decode).orElseGet(PersonKeyTable::new);
        } catch (IllegalArgumentException e) {
            throw new LedgerException.DamagedStore(
                    file.toString(),
                    0,
                    e.getMessage(),
                    "Nothing was changed; this voter does not use it. If the other voters are sound, move this file away"
                            + " and start again: the voter gets the table of person keys from them. Then destroy the"
                            + " file: a later erasure does not reach the keys in it");
        }
    }

    /** Whether this voter knows that its group has committed something. */
    static boolean hasBegun(VoterFolder folder) {
        return Files.exists(folder.personKeys());
    }

    PersonKeyTable table() {
        return table;
    }

    @Override
    public void initialize(RaftServer server, RaftGroupId groupId, RaftStorage storage) throws IOException {
        log = storage.getStorageDir().getCurrentDir().toPath();
        super.initialize(server, groupId, storage);
    }

    /** @throws IOException if the disk is full, say: Raft goes on and keeps its log until a later one succeeds */
    @Override
    public synchronized long takeSnapshot() throws IOException {
        byte[] bytes = table.encode();
        try {
            VoterFolder.writeDurably(file, bytes);
            owed = false;
        } catch (UncheckedIOException e) {
            owed = true;
            throw e.getCause();
        }
        return reached(PersonKeyTable.applied(bytes));
    }

    @Override
    public CompletableFuture<Message> applyTransaction(TransactionContext transaction) {
        LogEntryProto entry = transaction.getLogEntry();
        PersonKeyChange change =
                PersonKeyChange.decode(entry.getStateMachineLogEntry().getLogData());
        table.apply(change, TermIndex.valueOf(entry.getTerm(), entry.getIndex()));
        updateLastAppliedTermIndex(entry.getTerm(), entry.getIndex());
        if (change instanceof PersonKeyChange.Erase) {
            copies.forget();
        }
        if (change instanceof PersonKeyChange.Roll || owed) {
            rewriteAndPurge();
        }
        return CompletableFuture.completedFuture(Message.EMPTY);
    }

    @Override
    public void notifyTermIndexUpdated(long term, long index) {
        table.applied(TermIndex.valueOf(term, index));
        super.notifyTermIndexUpdated(term, index);
    }

    /** Says nothing of what was applied: a leader's call to copy its table names a configuration far ahead. */
    @Override
    public void notifyConfigurationChanged(long term, long index, RaftConfigurationProto configuration) {
        // Taking over the leader's table writes the file and drops the whole log anyway.
        if (!copying) {
            rewriteAndPurge();
        }
    }

    /** A snapshot now, on the applying thread, whatever the usual distance between two. */
    private void rewriteAndPurge() {
        RaftServer server = getServer().join();
        server.snapshotManagementAsync(SnapshotManagementRequest.newCreate(
                        ClientId.randomId(), server.getId(), getGroupId(), 1, SNAPSHOT_MILLIS, 1))
                .whenComplete((reply, failure) -> {
                    if (failure != null || !reply.isSuccess()) {
                        // Being stopped, usually; the next election makes it do so again.
                        LOG.info(
                                "{} rewrites its person keys later: {} {}",
                                server.getId(),
                                reply,
                                String.valueOf(failure));
                    }
                });
    }

    /**
     * Answers nothing to nothing (who asks wants this member to have caught up), a part of the table (see
     * {@link PersonKeyCopy}), or whether nothing up to an index (8 bytes) is left.
     */
    @Override
    public CompletableFuture<Message> query(Message request) {
        ByteBuffer question = request.getContent().asReadOnlyByteBuffer();
        return CompletableFuture.completedFuture(
                switch (question.remaining()) {
                    case 0 -> Message.EMPTY;
                    case PersonKeyCopy.REQUEST_BYTES -> Message.valueOf(copies.answer(question));
                    default -> Message.valueOf(ByteString.copyFrom(new byte[] {(byte) (forgot(question) ? 1 : 0)}));
                });
    }

    private boolean forgot(ByteBuffer index) {
        long erasure = index.getLong();
        return durable().getIndex() >= erasure
                && RaftLogFiles.first(log).filter(first -> first <= erasure).isEmpty();
    }

    @Override
    public CompletableFuture<TermIndex> notifyInstallSnapshotFromLeader(RoleInfoProto role, TermIndex firstAvailable) {
        ByteString leader = role.getFollowerInfo().getLeaderInfo().getId().getId();
        CompletableFuture<TermIndex> done = new CompletableFuture<>();
        copying = true;
        Thread.ofPlatform().daemon().name("person-keys-copy").start(() -> {
            try {
                table.replaceBy(PersonKeyCopy.from(peers, leader));
                copies.forget();
                takeSnapshot();
                done.complete(durable());
            } catch (IOException | RuntimeException e) {
                LOG.warn("The table of person keys could not be taken over; it is tried again: {}", e.toString());
                LockSupport.parkNanos(LeafCopy.AGAIN_NANOS);
                done.completeExceptionally(e);
            } finally {
                copying = false;
            }
        });
        return done;
    }
}
