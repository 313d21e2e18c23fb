package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The ids of {@link IdIndex#GROUP} leaves, in buckets by a hash of the id. File: {@code u64 magic, u64 first leaf,
 * 65,537 × u32 number of the bucket's first row, 65,536 × (u64 u64 id, u32 leaf − first leaf), u32 CRC32C}, big-endian;
 * mapped into memory. The first leaf is part of the file, so a file in the wrong place is not taken for sound.
 */
final class IdFile {

    private static final long MAGIC = 0x6368616e6365_0201L;
    private static final int BUCKETS = IdIndex.GROUP;
    private static final int TABLE = 16;
    private static final int ROWS = TABLE + 4 * (BUCKETS + 1);
    private static final int ROW_BYTES = 20;
    private static final int BYTES = ROWS + ROW_BYTES * IdIndex.GROUP + 4;

    private final ByteBuffer bytes;
    private final long firstLeaf;

    private IdFile(ByteBuffer bytes) {
        this.bytes = bytes;
        this.firstLeaf = bytes.getLong(8);
    }

    static byte[] encode(long firstLeaf, Map<UUID, Long> ids) {
        if (ids.size() != IdIndex.GROUP) {
            throw new IllegalArgumentException("a group has " + IdIndex.GROUP + " ids, these are " + ids.size());
        }
        int[] starts = new int[BUCKETS + 1];
        ids.keySet().forEach(id -> starts[bucket(id) + 1]++);
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            starts[bucket + 1] += starts[bucket];
        }
        ByteBuffer out = ByteBuffer.allocate(BYTES).putLong(MAGIC).putLong(firstLeaf);
        Arrays.stream(starts).forEach(out::putInt);
        int[] next = starts.clone();
        UUID[] inLeafOrder = new UUID[IdIndex.GROUP]; // so that the same leaves always make the same file
        ids.forEach((id, leaf) -> inLeafOrder[(int) (leaf - firstLeaf)] = id);
        for (int leaf = 0; leaf < IdIndex.GROUP; leaf++) {
            UUID id = inLeafOrder[leaf];
            out.position(ROWS + ROW_BYTES * next[bucket(id)]++);
            out.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            out.putInt(leaf);
        }
        return out.putInt(BYTES - 4, checksum(out.duplicate())).array();
    }

    /** Empty if there is no sound file. */
    static Optional<IdFile> open(Path file) throws IOException {
        if (!Files.exists(file) || Files.size(file) != BYTES) {
            return Optional.empty();
        }
        ByteBuffer bytes;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, BYTES);
        }
        boolean sound = bytes.getLong(0) == MAGIC && bytes.getInt(BYTES - 4) == checksum(bytes.duplicate());
        return sound ? Optional.of(new IdFile(bytes)) : Optional.empty();
    }

    long firstLeaf() {
        return firstLeaf;
    }

    Optional<Long> find(UUID id) {
        int bucket = bucket(id);
        // The file is read from the disk whenever it is asked for: what has rotten since it was opened leads nowhere.
        int end = Math.min(bytes.getInt(TABLE + 4 * (bucket + 1)), IdIndex.GROUP);
        for (int row = Math.max(bytes.getInt(TABLE + 4 * bucket), 0); row < end; row++) {
            int at = ROWS + ROW_BYTES * row;
            if (bytes.getLong(at) == id.getMostSignificantBits()
                    && bytes.getLong(at + 8) == id.getLeastSignificantBits()) {
                return Optional.of(firstLeaf + bytes.getInt(at + 16));
            }
        }
        return Optional.empty();
    }

    /** Mixed, because time-ordered ids share their first bits. */
    private static int bucket(UUID id) {
        long mixed =
                (id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 48);
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.position(0).limit(BYTES - 4));
        return (int) crc.getValue();
    }
}
