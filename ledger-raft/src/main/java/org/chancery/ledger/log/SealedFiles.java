package org.chancery.ledger.log;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.Rfc6962;

/** Reads what was sealed: hash tiles and bundles. Whatever does not fit is reported as damage, never handed out. */
final class SealedFiles implements HashTree.SealedTiles {

    private static final int TILE_BYTES = HashTree.WIDTH * Hash.LENGTH;

    private final Path folder;

    SealedFiles(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte[] read(HashTree.TileId tile) {
        Path file = file(tile);
        byte[] bytes = bytes(file);
        if (bytes.length != TILE_BYTES) {
            throw Damage.of(
                    folder,
                    file,
                    Math.min(bytes.length, TILE_BYTES),
                    "a full tile has " + TILE_BYTES + " bytes, this has " + bytes.length);
        }
        return bytes;
    }

    @Override
    public LedgerException.DamagedStore damaged(HashTree.TileId tile, List<byte[]> hashes) {
        return Damage.of(
                folder,
                file(tile),
                (long) firstWrong(tile, hashes) * Hash.LENGTH,
                "its hashes do not lead to the hash that its parent has for it");
    }

    /** Which hash of a tile is not that of the entry or the tile below it: the first one if those are no better. */
    private int firstWrong(HashTree.TileId tile, List<byte[]> hashes) {
        try {
            List<byte[]> below = tile.level() == 0 ? entryHashes(tile.index()) : tileHashes(tile);
            return IntStream.range(0, hashes.size())
                    .filter(i -> !Arrays.equals(hashes.get(i), below.get(i)))
                    .findFirst()
                    .orElse(0);
        } catch (LedgerException.DamagedStore alsoDamaged) {
            return 0;
        }
    }

    private List<byte[]> entryHashes(long n) {
        return publicParts(n).stream().map(Rfc6962::leaf).toList();
    }

    private List<byte[]> tileHashes(HashTree.TileId tile) {
        return LongStream.range(tile.index() * HashTree.WIDTH, (tile.index() + 1) * HashTree.WIDTH)
                .mapToObj(below -> TreeProofs.fold(HashTree.split(read(new HashTree.TileId(tile.level() - 1, below)))))
                .toList();
    }

    /** The header of bundle {@code n}. */
    PrivateBundle privateBundle(long n) {
        Path file = TilePath.privateParts(folder, n);
        byte[] header;
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            header = in.readNBytes(PrivateBundle.HEADER_BYTES);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return PrivateBundle.decode(n * HashTree.WIDTH, header)
                .orElseThrow(() -> Damage.of(folder, file, 0, "its header does not fit its checksum"));
    }

    /** The public parts of bundle {@code n}, unchecked. */
    List<byte[]> publicParts(long n) {
        Path file = TilePath.entries(folder, n);
        try {
            return EntryBundle.decode(bytes(file));
        } catch (EntryBundle.MalformedAt e) {
            throw Damage.of(folder, file, e.offset, "it is not a bundle of 256 entries");
        }
    }

    /** Public parts of leaves {@code [from, to)}, which must lie in one bundle; each is checked against the tree. */
    List<byte[]> publicParts(long from, long to, HashTree tree) {
        long n = from / HashTree.WIDTH;
        List<byte[]> all = publicParts(n);
        for (long index = from; index < to; index++) {
            checkLeaf(n, (int) (index % HashTree.WIDTH), all, tree.leafHash(index));
        }
        int first = (int) (from % HashTree.WIDTH);
        return all.subList(first, first + (int) (to - from));
    }

    /** Leaves {@code [from, to)}, which must lie in one bundle; each is checked against the tree. */
    List<Leaf> leaves(long from, long to, HashTree tree) {
        long n = from / HashTree.WIDTH;
        List<byte[]> publicParts = publicParts(n);
        PrivateBundle bundle = privateBundle(n);
        Path privateFile = TilePath.privateParts(folder, n);
        List<Leaf> leaves = new ArrayList<>();
        try (RandomAccessFile access = new RandomAccessFile(privateFile.toFile(), "r")) {
            access.seek(bundle.offset((int) (from % HashTree.WIDTH)));
            for (long index = from; index < to; index++) {
                int place = (int) (index % HashTree.WIDTH);
                checkLeaf(n, place, publicParts, tree.leafHash(index));
                PrivateBundle.Part part = bundle.parts().get(place);
                byte[] privatePart = privatePart(access, privateFile, part);
                leaves.add(new Leaf(index, part.term(), part.id(), publicParts.get(place), privatePart));
            }
        } catch (IOException e) {
            throw unreadable(privateFile, e);
        }
        return leaves;
    }

    private void checkLeaf(long n, int place, List<byte[]> publicParts, byte[] expected) {
        if (!Arrays.equals(Rfc6962.leaf(publicParts.get(place)), expected)) {
            long offset = publicParts.subList(0, place).stream()
                    .mapToLong(p -> 2L + p.length)
                    .sum();
            throw Damage.of(
                    folder,
                    TilePath.entries(folder, n),
                    offset,
                    "entry " + place + " does not fit its hash in the tree");
        }
    }

    private byte[] privatePart(RandomAccessFile access, Path file, PrivateBundle.Part part) throws IOException {
        long offset = access.getFilePointer();
        byte[] bytes = new byte[part.length()];
        if (access.length() - offset < bytes.length) {
            throw Damage.of(folder, file, access.length(), "it ends early");
        }
        access.readFully(bytes);
        if (PrivateBundle.checksum(bytes) != part.checksum()) {
            throw Damage.of(
                    folder, file, offset, "the private part of record " + part.id() + " does not fit its checksum");
        }
        return bytes;
    }

    /** That all files of bundle {@code n} are there and have plausible sizes. */
    void checkPresent(long n) {
        Path tile = file(new HashTree.TileId(0, n));
        checkLength(tile, tile.toFile().length(), TILE_BYTES, TILE_BYTES);
        Path entries = TilePath.entries(folder, n);
        checkLength(entries, entries.toFile().length(), 2L * HashTree.WIDTH, Long.MAX_VALUE);
        Path privateParts = TilePath.privateParts(folder, n);
        checkLength(privateParts, privateParts.toFile().length(), PrivateBundle.HEADER_BYTES, Long.MAX_VALUE);
    }

    /** That the private bundle's file is as long as its header says. */
    void checkPrivateLength(long n, PrivateBundle bundle) {
        Path file = TilePath.privateParts(folder, n);
        checkLength(file, file.toFile().length(), bundle.fileBytes(), bundle.fileBytes());
    }

    private void checkLength(Path file, long length, long least, long most) {
        if (length < least || length > most) {
            if (!file.toFile().exists()) { // asked only now: a start asks for the length of every file
                throw Damage.of(folder, file, 0, "it is missing");
            }
            throw Damage.of(folder, file, Math.min(length, most), "it has " + length + " bytes instead of " + least);
        }
    }

    private Path file(HashTree.TileId tile) {
        return TilePath.hashes(folder, tile.level(), tile.index());
    }

    private byte[] bytes(Path file) {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private LedgerException.DamagedStore unreadable(Path file, IOException e) {
        String what = e instanceof FileNotFoundException ? "it is missing or not readable" : "it cannot be read: " + e;
        return Damage.of(folder, file, 0, what);
    }
}
