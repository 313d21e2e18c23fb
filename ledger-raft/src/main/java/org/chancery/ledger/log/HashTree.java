package org.chancery.ledger.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Tiles;

/**
 * The Merkle tree of RFC 9162 §2.1 over tiles: sealed tiles are on disk, the right edge of each tile level is in memory,
 * with the full tiles in it that are not sealed yet. Every tile read from disk is checked against its parent, up to the
 * edge; so a damaged tile is never used.
 *
 * <p>Level {@code l} counts subtrees of 256^l leaves. Not synchronized: the store locks.
 */
final class HashTree {

    /** Hashes in a full tile. */
    static final int WIDTH = Tiles.WIDTH;

    private static final int CACHED_TILES = 512;

    private final SealedTiles sealedTiles;
    private final List<Edge> edges = new ArrayList<>();
    private final Map<TileId, byte[]> cache = Collections.synchronizedMap(new RecentTiles());
    private final TreeProofs proofs = new TreeProofs(this::at);
    private long size;

    /** Sealed tiles as they stand on disk. */
    interface SealedTiles {
        byte[] read(TileId tile);

        /** @param hashes the tile as it was read, which does not lead to the hash that its parent has for it */
        RuntimeException damaged(TileId tile, List<byte[]> hashes);
    }

    record TileId(int level, long index) {}

    /** The hashes of one level that are in no sealed tile; {@code start}, a multiple of the width, is the first's position. */
    private record Edge(long start, List<byte[]> hashes) {
        private int fullTiles() {
            return hashes.size() / WIDTH;
        }

        private List<byte[]> tile(int n) {
            return hashes.subList(n * WIDTH, (n + 1) * WIDTH);
        }
    }

    /** Goes on from {@code base} leaves in sealed tiles; {@code upper} has the edges of levels 1 and up. */
    HashTree(SealedTiles sealedTiles, long base, List<List<byte[]>> upper) {
        this.sealedTiles = sealedTiles;
        this.size = base;
        edges.add(new Edge(base, new ArrayList<>()));
        long count = base;
        for (List<byte[]> hashes : upper) {
            count /= WIDTH;
            edges.add(new Edge(count - hashes.size(), new ArrayList<>(hashes)));
        }
    }

    long size() {
        return size;
    }

    void add(byte[] leafHash) {
        add(0, leafHash);
        size++;
    }

    /** The root of each tile that becomes full stands one level up at once. */
    private void add(int level, byte[] hash) {
        if (level == edges.size()) {
            edges.add(new Edge(0, new ArrayList<>()));
        }
        Edge edge = edges.get(level);
        edge.hashes.add(hash);
        if (edge.hashes.size() % WIDTH == 0) {
            add(level + 1, TreeProofs.fold(edge.tile(edge.fullTiles() - 1)));
        }
    }

    /** The full tiles that are not sealed, lowest level first; the caller writes them, then calls {@link #sealed()}. */
    Map<TileId, byte[]> fullTiles() {
        Map<TileId, byte[]> tiles = new LinkedHashMap<>();
        for (int level = 0; level < edges.size(); level++) {
            Edge edge = edges.get(level);
            for (int n = 0; n < edge.fullTiles(); n++) {
                tiles.put(new TileId(level, edge.start / WIDTH + n), join(edge.tile(n)));
            }
        }
        return tiles;
    }

    /** Lets go of the full tiles, which are on disk now. */
    void sealed() {
        edges.replaceAll(edge -> {
            int full = edge.fullTiles() * WIDTH;
            return new Edge(edge.start + full, new ArrayList<>(edge.hashes.subList(full, edge.hashes.size())));
        });
    }

    /** The edges of levels 1 and up, as the next journal opens with them. */
    List<List<byte[]>> upperEdges() {
        return edges.stream().skip(1).map(edge -> List.copyOf(edge.hashes)).toList();
    }

    Hash root() {
        return root(size);
    }

    Hash root(long ofSize) {
        return proofs.root(ofSize);
    }

    /** RFC 9162 §2.1.3.1. */
    List<Hash> inclusionProof(long index, long ofSize) {
        if (index < 0 || index >= ofSize || ofSize > size) {
            throw new IllegalArgumentException(
                    "no leaf " + index + " in a tree of " + ofSize + ", this log has " + size + " leaves");
        }
        return proofs.inclusion(index, ofSize);
    }

    /** RFC 9162 §2.1.4.1; empty when the sizes are equal or {@code from} is 0. */
    List<Hash> consistencyProof(long from, long to) {
        if (from < 0 || from > to || to > size) {
            throw new IllegalArgumentException(
                    "no trees of " + from + " and then " + to + " leaves, this log has " + size + " leaves");
        }
        return proofs.consistency(from, to);
    }

    /** {@code width} hashes of a tile, the full one or the beginning of it. */
    byte[] tile(TileId id, int width) {
        if (width < 1 || width > WIDTH || id.level < 0 || id.index < 0) {
            throw new IllegalArgumentException("no tile " + id + " of width " + width);
        }
        if (id.level >= edges.size() || id.index * WIDTH + width > count(id.level)) {
            throw new IllegalArgumentException("tile " + id + " has no " + width + " hashes yet");
        }
        List<byte[]> hashes = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            hashes.add(at(id.level, id.index * WIDTH + i));
        }
        return join(hashes);
    }

    /** The hash of a leaf. */
    byte[] leafHash(long index) {
        return at(0, index);
    }

    /** Checks a sealed tile against its parent, not from the cache. */
    void check(TileId id) {
        cache.remove(id);
        sealed(id);
    }

    private long count(int level) {
        Edge edge = edges.get(level);
        return edge.start + edge.hashes.size();
    }

    private byte[] at(int level, long position) {
        Edge edge = edges.get(level);
        if (position >= edge.start) {
            return edge.hashes.get((int) (position - edge.start));
        }
        byte[] tile = sealed(new TileId(level, position / WIDTH));
        int offset = (int) (position % WIDTH) * Hash.LENGTH;
        return Arrays.copyOfRange(tile, offset, offset + Hash.LENGTH);
    }

    private byte[] sealed(TileId id) {
        byte[] cached = cache.get(id);
        if (cached != null) {
            return cached;
        }
        byte[] tile = sealedTiles.read(id);
        List<byte[]> hashes = split(tile);
        if (!Arrays.equals(TreeProofs.fold(hashes), at(id.level + 1, id.index))) {
            throw sealedTiles.damaged(id, hashes);
        }
        cache.put(id, tile);
        return tile;
    }

    private static byte[] join(List<byte[]> hashes) {
        byte[] tile = new byte[hashes.size() * Hash.LENGTH];
        for (int i = 0; i < hashes.size(); i++) {
            System.arraycopy(hashes.get(i), 0, tile, i * Hash.LENGTH, Hash.LENGTH);
        }
        return tile;
    }

    static List<byte[]> split(byte[] tile) {
        List<byte[]> hashes = new ArrayList<>(tile.length / Hash.LENGTH);
        for (int offset = 0; offset < tile.length; offset += Hash.LENGTH) {
            hashes.add(Arrays.copyOfRange(tile, offset, offset + Hash.LENGTH));
        }
        return hashes;
    }

    private static final class RecentTiles extends LinkedHashMap<TileId, byte[]> {
        RecentTiles() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<TileId, byte[]> eldest) {
            return size() > CACHED_TILES;
        }
    }
}
