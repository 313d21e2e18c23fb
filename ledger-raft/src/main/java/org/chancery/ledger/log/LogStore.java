package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.Tiles;

/**
 * One voter's permanent, append-only store of leaves and private parts, with the Merkle tree over the public parts.
 *
 * <p><b>Durability.</b> Appends are not fsynced: the Raft log was, by a quorum. After a crash or a loss of power at
 * any moment the store opens with an exact prefix of what was applied to it, no shorter than at the last {@link #sync},
 * and {@link #lastApplied} tells from where Raft must apply again. So before a part of the Raft log is dropped, call
 * {@link #sync} and drop nothing beyond the index that stood then.
 *
 * <p><b>Applying twice changes nothing</b>: neither an entry at or below the last applied Raft index nor an id that the
 * log already holds makes another leaf.
 *
 * <p><b>Threading.</b> All methods may be called from any thread; changes take turns and readers see whole ones.
 *
 * <p><b>Errors.</b> A file that was altered is reported as {@link LedgerException.DamagedStore} by whatever reads it.
 * When a write fails the store refuses everything with {@link LedgerException.Unavailable} until it is opened again.
 */
public final class LogStore implements Tiles, AutoCloseable {

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final StoreState state;
    private boolean closed;
    private Optional<Exception> failure = Optional.empty();

    /**
     * How far the Raft log was applied.
     *
     * @param term Raft term of that entry
     * @param index its Raft index; -1 with term 0 if nothing was applied yet
     */
    public record Applied(long term, long index) {
        static final Applied NOTHING = new Applied(0, -1);
    }

    private LogStore(StoreState state) {
        this.state = state;
    }

    /**
     * Opens the store in this folder, or makes one there. Cuts off the torn end of an unsynced journal. Checks the
     * journal, the presence and sizes of all sealed files, and the right edge of the tree; {@link #verifyWhole} checks
     * the rest.
     *
     * @throws LedgerException.DamagedStore what was safely written is not there any more; nothing was changed
     * @throws LedgerException.Unavailable the folder cannot be read or written, or another store has it open
     */
    public static LogStore open(Path folder) {
        return open(folder, new FileDisk(folder));
    }

    static LogStore open(Path folder, Disk disk) {
        return open(folder, disk, StoreState.Sealing.USUAL);
    }

    static LogStore open(Path folder, Disk disk, StoreState.Sealing sealing) {
        try {
            return new LogStore(StoreState.open(folder, disk, sealing));
        } catch (IOException e) {
            throw new LedgerException.Unavailable("The ledger store in " + folder + " cannot be opened: " + e, e);
        }
    }

    /**
     * Appends the leaves of a Raft entry, written together.
     *
     * @param records in the order of their leaves; none notes the Raft entry alone
     * @return the leaf index of each: the next ones, or the existing one where the log holds this id
     * @throws IllegalArgumentException the Raft entry was applied before and made no leaf with such an id; nothing was
     *     changed
     * @throws LedgerException.TooLarge nothing was changed
     */
    public List<Long> append(long term, long raftIndex, List<Entry> records) {
        records.forEach(LogStore::requireSizes);
        return change(() -> state.append(new Applied(term, raftIndex), records));
    }

    /** Appends the one leaf of a Raft entry; see {@link #append(long, long, List)}. */
    public long append(UUID id, long term, long raftIndex, byte[] publicPart, byte[] privatePart) {
        return append(term, raftIndex, List.of(new Entry(id, publicPart, privatePart)))
                .getFirst();
    }

    /**
     * Appends a leaf taken from a peer's store. How far the Raft log was applied stays as it is: only when all are here
     * does {@link #applied} say so, and an entry that Raft applies again until then finds its leaf here.
     *
     * @param term Raft term of the entry that made the leaf
     * @return its leaf index; the existing one if the log holds this id
     */
    public long copy(UUID id, long term, byte[] publicPart, byte[] privatePart) {
        Entry record = new Entry(id, publicPart, privatePart);
        requireSizes(record);
        return change(() -> state.copy(term, record));
    }

    /** Notes a Raft entry that makes no leaf: a refused one, a configuration, a no-op. */
    public void applied(long term, long raftIndex) {
        change(() -> {
            state.applied(new Applied(term, raftIndex));
            return raftIndex;
        });
    }

    /** How far the Raft log was applied to this store. */
    public Applied lastApplied() {
        return read(state::lastApplied);
    }

    /** Where it lies. */
    public Path folder() {
        return state.folder();
    }

    /** Makes everything up to now survive a loss of power. */
    public void sync() {
        change(() -> {
            state.sync();
            return 0L;
        });
    }

    /** Number of leaves. */
    public long size() {
        return read(() -> state.tree().size());
    }

    /** Size and root. */
    public Head head() {
        return read(() -> new Head(state.tree().size(), state.tree().root()));
    }

    /** @throws IllegalArgumentException if there is no such leaf */
    public Leaf leaf(long index) {
        return read(() -> {
            requireRange(index, index + 1);
            return state.leaves(index, index + 1).getFirst();
        });
    }

    /** The leaves {@code [from, to)} in order, fewer where the log ends before. */
    public List<Leaf> leaves(long from, long to) {
        return read(() -> {
            long end = Math.min(to, state.tree().size());
            if (from >= end) {
                return List.of();
            }
            requireRange(from, end);
            return state.leaves(from, end);
        });
    }

    /** The public parts of leaves {@code [from, to)}, fewer where the log ends before; no private part is read. */
    public List<byte[]> publicParts(long from, long to) {
        return read(() -> {
            long end = Math.min(to, state.tree().size());
            if (from >= end) {
                return List.of();
            }
            requireRange(from, end);
            return state.publicParts(from, end);
        });
    }

    /** The leaf that holds this record. */
    public Optional<Committed> find(UUID id) {
        return read(() -> state.find(id));
    }

    /** RFC 9162 §2.1.3.1. @throws IllegalArgumentException unless {@code index < size <= } the log's size */
    public List<Hash> inclusionProof(long index, long size) {
        return read(() -> state.tree().inclusionProof(index, size));
    }

    /** RFC 9162 §2.1.4.1. @throws IllegalArgumentException unless {@code from <= to <= } the log's size */
    public List<Hash> consistencyProof(long from, long to) {
        return read(() -> state.tree().consistencyProof(from, to));
    }

    /** Root of the tree as it was with this many leaves. */
    public Hash root(long size) {
        return read(() -> {
            requireRange(0, size);
            return state.tree().root(size);
        });
    }

    @Override
    public byte[] tile(int level, long index, int width) {
        return read(() -> {
            requireTile(index, width);
            return state.tree().tile(new HashTree.TileId(level, index), width);
        });
    }

    @Override
    public byte[] entries(long index, int width) {
        return read(() -> {
            requireTile(index, width);
            long from = index * HashTree.WIDTH;
            requireRange(from, from + width);
            return EntryBundle.join(state.publicParts(from, from + width).stream()
                    .map(EntryBundle::encode)
                    .toList());
        });
    }

    private void requireTile(long index, int width) {
        if (width < 1 || width > WIDTH || index < 0 || index > state.tree().size() / WIDTH) {
            throw new IllegalArgumentException("no tile " + index + " of width " + width);
        }
    }

    /**
     * Reads every byte of the store and checks it against the tree and its checksums. Appends go on meanwhile: they wait
     * for one bundle of leaves, or one frame of the journal, at most. What comes after the call began need not be
     * checked.
     *
     * @throws LedgerException.DamagedStore naming the first file that does not fit
     */
    public void verifyWhole() {
        WholeCheck check = read(() -> new WholeCheck(state));
        while (read(check::step)) {
            // one step after the other, each under the lock
        }
    }

    /** Closes the files after a {@link #sync}, unless a write has failed before. */
    @Override
    public void close() {
        Lock writing = lock.writeLock();
        writing.lock();
        try (state) {
            if (!closed && failure.isEmpty() && !state.unfinished()) {
                state.sync();
            }
        } catch (IOException e) {
            throw new LedgerException.Unavailable("The ledger store could not be closed cleanly: " + e, e);
        } finally {
            closed = true;
            writing.unlock();
        }
    }

    private <T> T change(Change<T> change) {
        Lock writing = lock.writeLock();
        writing.lock();
        try {
            requireUsable();
            T changed = change.run();
            state.finish();
            return changed;
        } catch (IOException | RuntimeException e) {
            if (!state.unfinished()) {
                throw e instanceof RuntimeException refusal ? refusal : unusable(e);
            }
            // What is on disk may be ahead of what is in memory now: only opening it again brings them together.
            failure = failure.or(() -> Optional.of(e));
            throw e instanceof LedgerException known ? known : unusable(e);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Supplier<T> query) {
        Lock reading = lock.readLock();
        reading.lock();
        try {
            requireUsable();
            return query.get();
        } finally {
            reading.unlock();
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new LedgerException.Unavailable("The ledger store is closed", null);
        }
        failure.ifPresent(e -> {
            throw unusable(e);
        });
        if (state.unfinished()) { // as after an error of the virtual machine, which nobody catches
            throw unusable(new IllegalStateException("a change was begun and not ended"));
        }
    }

    private static LedgerException unusable(Exception e) {
        return new LedgerException.Unavailable(
                "The ledger store could not be written (" + e
                        + "): nothing can be appended until the node is started again",
                e);
    }

    private void requireRange(long from, long to) {
        long size = state.tree().size();
        if (from < 0 || to < from || to > size) {
            throw new IllegalArgumentException("no leaves " + from + " to " + to + ": the log has " + size);
        }
    }

    private static void requireSizes(Entry record) {
        requireSize("public", record.publicPart().length, Ledger.MAX_PUBLIC_BYTES);
        requireSize("private", record.privatePart().length, Ledger.MAX_PRIVATE_BYTES);
    }

    private static void requireSize(String part, long bytes, long max) {
        if (bytes > max) {
            throw new LedgerException.TooLarge(part, bytes, max);
        }
    }

    @FunctionalInterface
    private interface Change<T> {
        T run() throws IOException;
    }
}
