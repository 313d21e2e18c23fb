package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.LogStore;

/**
 * How a voter that fell behind the leader's Raft log catches up: it asks the leader's store for the leaves it lacks,
 * part by part, until a part reaches the leader's end.
 *
 * <p>Request: first leaf wanted (8 bytes). Answer: Raft term (8) and index (8) applied to the answering store, its
 * number of leaves (8), the root over those before the first one wanted, or over all if there are fewer (32), then
 * leaves: term (8), id (16), length (4) and bytes of the public part, length (4) and bytes
 * of the private part.
 */
final class LeafCopy {

    /** An answer ends after the leaf that passes this many bytes. */
    private static final int PART_BYTES = 1 << 20;

    private static final int LEAVES_READ_AT_ONCE = 16;

    /** Between a copy that failed and the next attempt. */
    static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Sends a request to a peer and gives back its answer. */
    @FunctionalInterface
    interface Source {
        ByteString ask(ByteString peerId, ByteString request) throws IOException;
    }

    private record Part(TermIndex applied, long size, Hash root, List<Leaf> leaves) {}

    private LeafCopy() {}

    /** Copies on a thread of its own. @return the Raft entry that the copy includes */
    static CompletableFuture<TermIndex> inBackground(
            Source source, ByteString leader, Consumer<Leaf> taker, LogStore store) {
        CompletableFuture<TermIndex> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("leaf-copy").start(() -> {
            try {
                done.complete(copy(source, leader, taker, store));
            } catch (IOException | RuntimeException e) {
                // The leader calls again at once.
                LockSupport.parkNanos(AGAIN_NANOS);
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static TermIndex copy(Source source, ByteString leader, Consumer<Leaf> taker, LogStore store)
            throws IOException {
        while (true) {
            long from = store.head().size();
            ByteBuffer request = ByteBuffer.allocate(Long.BYTES).putLong(from).flip();
            Part part = decode(source.ask(leader, ByteString.copyFrom(request)), from);
            requireSameRoot(store, Math.min(from, part.size()), part.root());
            part.leaves().forEach(taker);
            long reached = store.head().size();
            if (reached >= part.size()) {
                return part.applied();
            }
            if (part.leaves().isEmpty()) {
                throw new IOException("the leader says it has " + part.size() + " leaves and sent none");
            }
            if (reached == from) {
                throw damaged(store, "it holds a record already that the leader has further on");
            }
        }
    }

    /** What is copied on top of other leaves would make a log that nobody else has. */
    private static void requireSameRoot(LogStore store, long size, Hash leaders) {
        Hash own = store.root(size);
        if (!own.equals(leaders)) {
            throw damaged(
                    store,
                    "the root over its first " + size + " leaves is " + own + ", the leader's is " + leaders
                            + ": one of the two was altered");
        }
    }

    private static LedgerException.DamagedStore damaged(LogStore store, String what) {
        return new LedgerException.DamagedStore(
                store.folder().toString(),
                0,
                what,
                "Nothing more was copied. Compare the roots of the other voters and of the witnesses. If they agree with"
                        + " the leader's, move the folder " + store.folder() + " away, keep it as evidence and start"
                        + " again: the voter then gets the whole log from the leader. Otherwise the leader's store is"
                        + " the one to move away");
    }

    /** The asked peer's side. */
    static ByteString answer(ByteString request, LogStore store, Object appliesUnder) {
        long from = request.asReadOnlyByteBuffer().getLong();
        LogStore.Applied applied;
        long size;
        synchronized (appliesUnder) {
            applied = store.lastApplied();
            size = store.head().size();
        }
        List<ByteString> pieces = new ArrayList<>();
        pieces.add(wrap(ByteBuffer.allocate(3 * Long.BYTES + Hash.LENGTH)
                .putLong(applied.term())
                .putLong(applied.index())
                .putLong(size)
                .put(store.root(Math.min(from, size)).bytes())));
        int bytes = 0;
        for (long next = from; next < size && bytes < PART_BYTES; ) {
            for (Leaf leaf : store.leaves(next, Math.min(size, next + LEAVES_READ_AT_ONCE))) {
                ByteString piece = encode(leaf);
                pieces.add(piece);
                bytes += piece.size();
                next++;
                if (bytes >= PART_BYTES) {
                    break;
                }
            }
        }
        return ByteString.copyFrom(pieces);
    }

    private static ByteString encode(Leaf leaf) {
        return wrap(ByteBuffer.allocate(32 + leaf.publicPart().length + leaf.privatePart().length)
                .putLong(leaf.term())
                .putLong(leaf.id().getMostSignificantBits())
                .putLong(leaf.id().getLeastSignificantBits())
                .putInt(leaf.publicPart().length)
                .put(leaf.publicPart())
                .putInt(leaf.privatePart().length)
                .put(leaf.privatePart()));
    }

    private static Part decode(ByteString answer, long from) {
        ByteBuffer in = answer.asReadOnlyByteBuffer();
        TermIndex applied = TermIndex.valueOf(in.getLong(), in.getLong());
        long size = in.getLong();
        byte[] root = new byte[Hash.LENGTH];
        in.get(root);
        List<Leaf> leaves = new ArrayList<>();
        while (in.hasRemaining()) {
            long term = in.getLong();
            UUID id = new UUID(in.getLong(), in.getLong());
            leaves.add(new Leaf(from + leaves.size(), term, id, bytes(in), bytes(in)));
        }
        return new Part(applied, size, new Hash(root), leaves);
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    private static ByteString wrap(ByteBuffer written) {
        return UnsafeByteOperations.unsafeWrap(written.array());
    }
}
