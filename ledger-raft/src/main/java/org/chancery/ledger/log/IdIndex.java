package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Record id → leaf index. The newest leaves, at most 65,536 and what the journal holds, are in memory; older ones in one
 * file per 65,536 leaves, of which a search reads two places each: about 2 µs per million leaves and search.
 */
final class IdIndex {

    /** Leaves per file; a multiple of {@link HashTree#WIDTH}. */
    static final int GROUP = 65_536;

    private final Disk disk;
    private final Path folder;
    private final Map<UUID, Long> recent = new HashMap<>();
    private final List<IdFile> files = new ArrayList<>();

    IdIndex(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** Opens the files for the leaves below {@code base}; those that are missing or unsound are made again. */
    void open(long base, SealedFiles sealed) throws IOException {
        for (long group = 0; group < base / GROUP; group++) {
            Path file = TilePath.ids(folder, group);
            long firstLeaf = group * GROUP;
            Optional<IdFile> sound = IdFile.open(file).filter(ids -> ids.firstLeaf() == firstLeaf);
            if (sound.isEmpty()) {
                readBundles(firstLeaf, firstLeaf + GROUP, sealed);
                sealGroup(group);
            } else {
                files.add(sound.get());
            }
        }
        readBundles(base / GROUP * GROUP, base, sealed);
    }

    private void readBundles(long from, long to, SealedFiles sealed) {
        for (long n = from / HashTree.WIDTH; n < to / HashTree.WIDTH; n++) {
            PrivateBundle bundle = sealed.privateBundle(n);
            sealed.checkPrivateLength(n, bundle);
            for (int i = 0; i < HashTree.WIDTH; i++) {
                recent.put(bundle.parts().get(i).id(), bundle.firstLeaf() + i);
            }
        }
    }

    void add(UUID id, long index) {
        recent.put(id, index);
    }

    Optional<Long> find(UUID id) {
        Long index = recent.get(id);
        if (index != null) {
            return Optional.of(index);
        }
        for (IdFile file : files) {
            Optional<Long> found = file.find(id);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** @throws org.chancery.ledger.LedgerException.DamagedStore unless a search for this id leads to this leaf */
    void requireAt(UUID id, long index) {
        int group = (int) (index / GROUP);
        Optional<Long> found = group < files.size() ? files.get(group).find(id) : Optional.ofNullable(recent.get(id));
        if (found.filter(at -> at == index).isEmpty()) {
            throw Damage.of(
                    folder,
                    TilePath.ids(folder, group),
                    0,
                    "its ids do not lead to leaf " + index + " (without this file, a start makes it again)");
        }
    }

    /** Writes the files of the groups that lie below {@code base} and have none yet. */
    void seal(long base) throws IOException {
        while ((files.size() + 1L) * GROUP <= base) {
            sealGroup(files.size());
        }
    }

    /** All leaves of the group are in memory. */
    private void sealGroup(long group) throws IOException {
        Path file = TilePath.ids(folder, group);
        long end = (group + 1) * GROUP;
        Map<UUID, Long> ids = new HashMap<>(recent);
        ids.values().removeIf(index -> index >= end);
        disk.createFolders(file.getParent());
        disk.publish(file, List.of(IdFile.encode(group * GROUP, ids)));
        IdFile written = IdFile.open(file).orElseThrow(() -> new IOException(file + " does not read back as written"));
        files.add(written);
        recent.values().removeIf(index -> index < end);
    }
}
