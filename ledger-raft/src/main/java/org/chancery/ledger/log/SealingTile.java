package org.chancery.ledger.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.verify.Rfc6962;

/** Writes the files of one full tile from the journal, leaf by leaf: private parts may be larger than memory. */
final class SealingTile {

    private final Disk disk;
    private final Path folder;
    private final Journal journal;
    private final long firstLeaf;

    SealingTile(Disk disk, Path folder, Journal journal, long firstLeaf) {
        this.disk = disk;
        this.folder = folder;
        this.journal = journal;
        this.firstLeaf = firstLeaf;
    }

    void write(List<StoreState.Slot> slots, Map<HashTree.TileId, byte[]> hashTiles) throws IOException {
        long n = firstLeaf / HashTree.WIDTH;
        Map<Path, Iterable<byte[]>> files = new LinkedHashMap<>();
        files.put(TilePath.privateParts(folder, n), () -> privateFile(slots));
        files.put(TilePath.entries(folder, n), () -> each(slots, leaf -> EntryBundle.encode(leaf.publicPart())));
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

    private Iterator<byte[]> privateFile(List<StoreState.Slot> slots) {
        List<PrivateBundle.Part> parts = new ArrayList<>();
        each(slots, leaf -> leaf.privatePart()).forEachRemaining(bytes -> {
            StoreState.Slot slot = slots.get(parts.size());
            parts.add(new PrivateBundle.Part(slot.term(), slot.id(), bytes.length, PrivateBundle.checksum(bytes)));
        });
        Iterator<byte[]> header =
                List.of(new PrivateBundle(firstLeaf, parts).encode()).iterator();
        Iterator<byte[]> privateParts = each(slots, leaf -> leaf.privatePart());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return header.hasNext() || privateParts.hasNext();
            }

            @Override
            public byte[] next() {
                return header.hasNext() ? header.next() : privateParts.next();
            }
        };
    }

    private Iterator<byte[]> each(List<StoreState.Slot> slots, Function<Leaf, byte[]> part) {
        Iterator<StoreState.Slot> slot = slots.iterator();
        return new Iterator<>() {
            private long index = firstLeaf;

            @Override
            public boolean hasNext() {
                return slot.hasNext();
            }

            @Override
            public byte[] next() {
                return part.apply(read(folder, journal, slot.next().position(), index++));
            }
        };
    }

    /** The leaf in the frame at this position, checked. */
    static Leaf read(Path folder, Journal journal, long position, long index) {
        Optional<JournalFrame> frame;
        try {
            frame = journal.read(position);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
