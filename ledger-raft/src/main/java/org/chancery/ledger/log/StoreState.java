package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.chancery.ledger.Committed;
import org.chancery.ledger.Entry;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.verify.Rfc6962;

/**
 * What {@link LogStore} guards. A change is written to the journal as a frame and then applied; opening the store
 * applies the frames it finds through the same method, and seals as after a change. Not synchronized: the store locks.
 */
final class StoreState implements AutoCloseable {

    private final Path folder;
    private final Disk disk;
    private final Sealing sealing;
    private final FolderLock folderLock;
    private final SealedFiles sealed;
    private final HashTree tree;
    private final IdIndex ids;
    private final List<Slot> slots = new ArrayList<>();
    private Journal journal;
    private long base;
    private LogStore.Applied lastApplied;
    private boolean unfinished;

    /** A leaf in the journal. */
    record Slot(UUID id, long term, long position) {}

    /**
     * When full tiles leave the journal: many at once, as what a seal costs are its syncs of the disk, which do not cost
     * more for many files. Each store decides by itself; the tiles are the same.
     *
     * @param tiles so many full ones
     * @param bytes or a journal of that length
     */
    record Sealing(int tiles, long bytes) {
        static final Sealing USUAL = new Sealing(8, 32L * 1024 * 1024);

        private boolean due(int leaves, long journalLength) {
            return leaves > 0
                    && leaves % HashTree.WIDTH == 0
                    && (leaves >= tiles * HashTree.WIDTH || journalLength >= bytes);
        }
    }

    private StoreState(Path folder, Disk disk, Sealing sealing, FolderLock folderLock, JournalFrame.Opening opening) {
        this.folder = folder;
        this.disk = disk;
        this.sealing = sealing;
        this.folderLock = folderLock;
        this.sealed = new SealedFiles(folder);
        this.tree = new HashTree(sealed, opening.base(), opening.edges());
        this.ids = new IdIndex(disk, folder);
        this.base = opening.base();
        this.lastApplied = opening.applied();
    }

    static StoreState open(Path folder, Disk disk, Sealing sealing) throws IOException {
        disk.createFolders(folder);
        FolderLock folderLock = FolderLock.take(folder);
        try {
            return openLocked(folder, disk, sealing, folderLock);
        } catch (IOException | RuntimeException e) {
            folderLock.close();
            throw e;
        }
    }

    private static StoreState openLocked(Path folder, Disk disk, Sealing sealing, FolderLock folderLock)
            throws IOException {
        Path file = folder.resolve("journal");
        if (!Files.exists(file)) {
            begin(folder, disk, file);
        }
        JournalCheck checked = JournalCheck.of(folder, file);
        StoreState state = new StoreState(folder, disk, sealing, folderLock, checked.opening());
        state.checkSealed(checked.opening());
        state.ids.open(state.base, state.sealed);
        // The rename that put the journal here may not be durable yet, if a crash came right after it.
        disk.syncFolder(folder);
        if (checked.isDoubtful()) {
            Journal.renew(disk, file, checked.opening(), checked.length());
        }
        state.journal = Journal.open(disk, file, checked.length());
        try {
            long read = Journal.scan(file, state::apply);
            if (read != checked.length()) {
                throw Damage.of(folder, file, read, "it reads otherwise than a moment ago");
            }
            state.sealIfDue();
        } catch (IOException | RuntimeException e) {
            state.journal.close();
            throw e;
        }
        return state;
    }

    private static void begin(Path folder, Disk disk, Path file) throws IOException {
        for (String made : List.of("synced", "tile", "private")) {
            if (Files.exists(folder.resolve(made))) {
                throw Damage.of(folder, file, 0, "it is missing");
            }
        }
        Journal.replace(
                disk,
                file,
                new JournalFrame.Opening(LogStore.Applied.NOTHING, 0, new Hash(Rfc6962.empty()), List.of()));
    }

    /** Presence and sizes of all sealed files; the edges and the root that the journal goes on from. */
    private void checkSealed(JournalFrame.Opening opening) {
        for (long n = 0; n < base / HashTree.WIDTH; n++) {
            sealed.checkPresent(n);
        }
        long count = base;
        for (int level = 1; level <= opening.edges().size(); level++) {
            count /= HashTree.WIDTH;
            for (long n = count - opening.edges().get(level - 1).size(); n < count; n++) {
                tree.check(new HashTree.TileId(level - 1, n));
            }
        }
        if (!tree.root().equals(opening.root())) {
            throw Damage.of(folder, folder.resolve("journal"), 0, "its first frame contradicts itself");
        }
    }

    /**
     * Only the last frame says that the Raft entry was applied: should the store be closed or cut between two of them,
     * Raft applies the entry again, and those whose ids are here make no second leaf.
     */
    List<Long> append(LogStore.Applied entry, List<Entry> records) throws IOException {
        if (entry.index() <= lastApplied.index()) {
            return records.stream().map(record -> held(entry, record.id())).toList();
        }
        if (records.isEmpty()) {
            applied(entry);
        }
        List<Long> leaves = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            boolean last = i == records.size() - 1;
            Entry record = records.get(i);
            Optional<Long> held = ids.find(record.id());
            leaves.add(held.isPresent() ? held.get() : add(last ? entry : lastApplied, entry.term(), record));
            if (last && held.isPresent()) {
                applied(entry);
            }
        }
        return leaves;
    }

    private long held(LogStore.Applied entry, UUID id) {
        return ids.find(id)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Raft entry " + entry.index() + " was applied before, but not with record " + id));
    }

    long copy(long term, Entry record) throws IOException {
        Optional<Long> held = ids.find(record.id());
        return held.isPresent() ? held.get() : add(lastApplied, term, record);
    }

    private long add(LogStore.Applied entry, long term, Entry record) throws IOException {
        long index = tree.size();
        write(new JournalFrame.LeafAdded(entry, term, index, record.id(), record.publicPart(), record.privatePart()));
        return index;
    }

    void applied(LogStore.Applied entry) throws IOException {
        if (entry.index() > lastApplied.index()) {
            write(new JournalFrame.NoLeaf(entry));
        }
    }

    private void write(JournalFrame frame) throws IOException {
        unfinished = true;
        apply(journal.append(frame), frame);
        sealIfDue();
    }

    /** Ends a change: only now can others read what it appended. */
    void finish() throws IOException {
        journal.flush();
        unfinished = false;
    }

    /** Whether a change was begun and failed: then memory and disk may differ. */
    boolean unfinished() {
        return unfinished;
    }

    /** The only place where state changes, for what was just written and for what is read back alike. */
    private void apply(long position, JournalFrame frame) {
        switch (frame) {
            case JournalFrame.Opening opening -> requireInOrder(position == 0, position);
            case JournalFrame.NoLeaf entry -> requireInOrder(entry.applied().index() > lastApplied.index(), position);
            case JournalFrame.LeafAdded leaf -> {
                boolean goesOn = leaf.applied().index() > lastApplied.index()
                        || leaf.applied().equals(lastApplied);
                requireInOrder(goesOn && leaf.index() == tree.size(), position);
                tree.add(Rfc6962.leaf(leaf.publicPart()));
                ids.add(leaf.id(), leaf.index());
                slots.add(new Slot(leaf.id(), leaf.term(), position));
            }
        }
        lastApplied = frame.applied();
    }

    private void requireInOrder(boolean inOrder, long position) {
        if (!inOrder) {
            throw Damage.of(folder, folder.resolve("journal"), position, "its frames are out of order");
        }
    }

    /** Moves the leaves out of the journal: first all files, each whole, then the journal that follows. */
    private void sealIfDue() throws IOException {
        if (!sealing.due(slots.size(), journal.length())) {
            return;
        }
        journal.flush();
        new SealingTiles(disk, folder, journal, base).write(slots, tree.fullTiles());
        base = tree.size();
        ids.seal(base);
        tree.sealed();
        JournalFrame.Opening opening = new JournalFrame.Opening(lastApplied, base, tree.root(), tree.upperEdges());
        Path file = folder.resolve("journal");
        Journal.replace(disk, file, opening);
        journal.close();
        journal = Journal.open(disk, file, opening.encode().length);
        slots.clear();
    }

    void sync() throws IOException {
        unfinished = true;
        journal.sync();
        new SyncMark(base, journal.length()).write(disk, folder.resolve("synced"));
        finish();
    }

    Path folder() {
        return folder;
    }

    LogStore.Applied lastApplied() {
        return lastApplied;
    }

    HashTree tree() {
        return tree;
    }

    List<Leaf> leaves(long from, long to) {
        List<Leaf> leaves = new ArrayList<>();
        long index = from;
        while (index < Math.min(to, base)) {
            long end = Math.min(Math.min(to, base), (index / HashTree.WIDTH + 1) * HashTree.WIDTH);
            leaves.addAll(sealed.leaves(index, end, tree));
            index = end;
        }
        for (; index < to; index++) {
            leaves.add(journalled(index));
        }
        return leaves;
    }

    private Leaf journalled(long index) {
        long position = slots.get((int) (index - base)).position();
        Leaf leaf = SealingTiles.read(folder, journal, position, index);
        requireHash(index, leaf.publicPart(), position);
        return leaf;
    }

    private void requireHash(long index, byte[] publicPart, long position) {
        if (!Arrays.equals(Rfc6962.leaf(publicPart), tree.leafHash(index))) {
            throw Damage.of(
                    folder,
                    folder.resolve("journal"),
                    position,
                    "leaf " + index + " does not fit its hash in the tree");
        }
    }

    /** Each checked against the tree; a rotten private part spoils none of them. */
    List<byte[]> publicParts(long from, long to) {
        List<byte[]> parts = new ArrayList<>();
        long index = from;
        while (index < Math.min(to, base)) {
            long end = Math.min(Math.min(to, base), (index / HashTree.WIDTH + 1) * HashTree.WIDTH);
            parts.addAll(sealed.publicParts(index, end, tree));
            index = end;
        }
        for (; index < to; index++) {
            long position = slots.get((int) (index - base)).position();
            parts.add(SealingTiles.readPublic(folder, journal, position, index, tree.leafHash(index)));
        }
        return parts;
    }

    Optional<Committed> find(UUID id) {
        return ids.find(id).map(index -> new Committed(id, index, term(index)));
    }

    private long term(long index) {
        if (index >= base) {
            return slots.get((int) (index - base)).term();
        }
        PrivateBundle bundle = sealed.privateBundle(index / HashTree.WIDTH);
        return bundle.parts().get((int) (index % HashTree.WIDTH)).term();
    }

    /** How many bundles are sealed. */
    long bundles() {
        return base / HashTree.WIDTH;
    }

    /** Reads a sealed bundle with its private part, and every tile that it completes, and checks them. */
    void verifyBundle(long n) {
        long tiles = n + 1;
        tree.check(new HashTree.TileId(0, n));
        for (int level = 1; tiles % HashTree.WIDTH == 0; level++) {
            tiles /= HashTree.WIDTH;
            tree.check(new HashTree.TileId(level, tiles - 1));
        }
        PrivateBundle bundle = sealed.privateBundle(n);
        sealed.checkPrivateLength(n, bundle);
        sealed.leaves(n * HashTree.WIDTH, (n + 1) * HashTree.WIDTH, tree);
        for (int i = 0; i < HashTree.WIDTH; i++) {
            ids.requireAt(bundle.parts().get(i).id(), bundle.firstLeaf() + i);
        }
    }

    /** Leaves in tiles: whenever that changes, another journal takes the place of the one before. */
    long base() {
        return base;
    }

    long journalLength() {
        return journal.length();
    }

    /** Reads the frame at this position of the journal and checks it; answers with the position of the next one. */
    long verifyFrame(long position) {
        JournalFrame frame;
        try {
            frame = journal.read(position)
                    .orElseThrow(() -> Damage.of(folder, folder.resolve("journal"), position, "a frame is not sound"));
        } catch (IOException e) {
            throw Damage.of(folder, folder.resolve("journal"), position, "it cannot be read: " + e);
        }
        requireInOrder(frame instanceof JournalFrame.Opening == (position == 0), position);
        requireInOrder(frame instanceof JournalFrame.LeafAdded == beginsLeaf(position), position);
        if (frame instanceof JournalFrame.LeafAdded leaf) {
            requireInOrder(base <= leaf.index() && leaf.index() < tree.size(), position);
            requireInOrder(slots.get((int) (leaf.index() - base)).position() == position, position);
            requireHash(leaf.index(), leaf.publicPart(), position);
        }
        return position + JournalFrame.PREFIX + frame.body().length;
    }

    private boolean beginsLeaf(long position) {
        Slot at = new Slot(new UUID(0, 0), 0, position);
        return Collections.binarySearch(slots, at, Comparator.comparingLong(Slot::position)) >= 0;
    }

    @Override
    public void close() throws IOException {
        try (folderLock) {
            journal.close();
        }
    }
}
