package org.chancery.ledger.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.verify.Rfc6962;

/** Writes the files of full tiles from the journal, bundle by bundle: private parts may be larger than memory. */
final class SealingTiles {

    /** A bundle of at most so many bytes is read at once. */
    private static final long READ_AT_ONCE = 16 * 1024 * 1024L;

    private final Disk disk;
    private final Path folder;
    private final Journal journal;
    private final long firstLeaf;

    SealingTiles(Disk disk, Path folder, Journal journal, long firstLeaf) {
        this.disk = disk;
        this.folder = folder;
        this.journal = journal;
        this.firstLeaf = firstLeaf;
    }

    /** @param slots all leaves of the journal, which fill tiles */
    void write(List<StoreState.Slot> slots, Map<HashTree.TileId, byte[]> hashTiles) throws IOException {
        Map<Path, Iterable<byte[]>> files = new LinkedHashMap<>();
        for (int from = 0; from < slots.size(); from += HashTree.WIDTH) {
            int to = from + HashTree.WIDTH;
            long end = to < slots.size() ? slots.get(to).position() : journal.length();
            Bundle bundle = new Bundle(firstLeaf + from, slots.subList(from, to), end);
            long n = bundle.first / HashTree.WIDTH;
            files.put(TilePath.privateParts(folder, n), bundle::privateFile);
            files.put(TilePath.entries(folder, n), bundle::entriesFile);
        }
        hashTiles.forEach(
                (tile, hashes) -> files.put(TilePath.hashes(folder, tile.level(), tile.index()), List.of(hashes)));
        for (Path file : files.keySet()) {
            disk.createFolders(file.getParent());
        }
        try {
            disk.publish(files);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The leaves of a full tile: its file of private parts is asked for first, then that of its entries. */
    private final class Bundle {
        private final long first;
        private final List<StoreState.Slot> slots;
        private final long end;
        private List<Leaf> leaves = List.of();

        Bundle(long first, List<StoreState.Slot> slots, long end) {
            this.first = first;
            this.slots = slots;
            this.end = end;
        }

        Iterator<byte[]> privateFile() {
            leaves = end - slots.getFirst().position() <= READ_AT_ONCE ? together() : oneByOne();
            List<PrivateBundle.Part> parts = leaves.stream()
                    .map(leaf -> new PrivateBundle.Part(
                            leaf.term(),
                            leaf.id(),
                            leaf.privatePart().length,
                            PrivateBundle.checksum(leaf.privatePart())))
                    .toList();
            byte[] header = new PrivateBundle(first, parts).encode();
            return Stream.concat(Stream.of(header), leaves.stream().map(Leaf::privatePart))
                    .iterator();
        }

        Iterator<byte[]> entriesFile() {
            List<Leaf> read = leaves;
            leaves = List.of();
            return read.stream()
                    .map(leaf -> EntryBundle.encode(leaf.publicPart()))
                    .iterator();
        }

        /** One reading of the file: a seal of many small leaves would spend its time in thousands of them. */
        private List<Leaf> together() {
            long start = slots.getFirst().position();
            try {
                byte[] bytes = journal.read(start, end);
                List<Leaf> read = new ArrayList<>(slots.size());
                for (StoreState.Slot slot : slots) {
                    Optional<JournalFrame> frame = Journal.frame(bytes, (int) (slot.position() - start));
                    read.add(leaf(folder, frame, slot.position(), first + read.size()));
                }
                return read;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads each leaf whenever it is asked for. */
        private List<Leaf> oneByOne() {
            return new AbstractList<>() {
                @Override
                public Leaf get(int index) {
                    return read(folder, journal, slots.get(index).position(), first + index);
                }

                @Override
                public int size() {
                    return slots.size();
                }
            };
        }
    }

    /** The leaf in the frame at this position, checked. */
    static Leaf read(Path folder, Journal journal, long position, long index) {
        try {
            return leaf(folder, journal.read(position), position, index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Leaf leaf(Path folder, Optional<JournalFrame> frame, long position, long index) {
        if (frame.isPresent() && frame.get() instanceof JournalFrame.LeafAdded leaf && leaf.index() == index) {
            return new Leaf(index, leaf.term(), leaf.id(), leaf.publicPart(), leaf.privatePart());
        }
        throw Damage.of(folder, folder.resolve("journal"), position, "leaf " + index + " does not fit its checksum");
    }

    /** The public part alone, checked by its hash. */
    static byte[] readPublic(Path folder, Journal journal, long position, long index, byte[] leafHash) {
        try {
            return journal.readPublicPart(position)
                    .filter(part -> Arrays.equals(Rfc6962.leaf(part), leafHash))
                    .orElseThrow(() -> Damage.of(
                            folder,
                            folder.resolve("journal"),
                            position,
                            "leaf " + index + " does not fit its hash in the tree"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
