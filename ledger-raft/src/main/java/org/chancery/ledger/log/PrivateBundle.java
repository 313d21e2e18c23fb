package org.chancery.ledger.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The header of a bundle of 256 sealed private parts. File: {@code u64 magic, u64 first leaf, 256 × (u64 term, u64 u64
 * record id, u32 length, u32 CRC32C of the private part), u32 CRC32C of all that}, then the private parts one after
 * the other; big-endian.
 *
 * @param firstLeaf index of its first leaf, a multiple of 256
 * @param parts what it holds, in leaf order
 */
record PrivateBundle(long firstLeaf, List<Part> parts) {

    private static final long MAGIC = 0x6368616e6365_0101L;
    private static final int PART_BYTES = 8 * 3 + 4 + 4;

    /** Bytes before the first private part. */
    static final int HEADER_BYTES = 8 + 8 + HashTree.WIDTH * PART_BYTES + 4;

    record Part(long term, UUID id, int length, int checksum) {}

    PrivateBundle {
        parts = List.copyOf(parts);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).putLong(firstLeaf);
        for (Part part : parts) {
            out.putLong(part.term);
            out.putLong(part.id.getMostSignificantBits()).putLong(part.id.getLeastSignificantBits());
            out.putInt(part.length).putInt(part.checksum);
        }
        return out.putInt(checksum(out.array(), HEADER_BYTES - 4)).array();
    }

    /** Empty if the bytes are no sound header of the bundle that begins with this leaf. */
    static Optional<PrivateBundle> decode(long firstLeaf, byte[] header) {
        ByteBuffer in = ByteBuffer.wrap(header);
        if (header.length != HEADER_BYTES
                || in.getInt(HEADER_BYTES - 4) != checksum(header, HEADER_BYTES - 4)
                || in.getLong() != MAGIC
                || in.getLong() != firstLeaf) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>(HashTree.WIDTH);
        for (int i = 0; i < HashTree.WIDTH; i++) {
            parts.add(new Part(in.getLong(), new UUID(in.getLong(), in.getLong()), in.getInt(), in.getInt()));
        }
        return Optional.of(new PrivateBundle(firstLeaf, parts));
    }

    /** Where in the file the private part of the n-th leaf begins. */
    long offset(int n) {
        long offset = HEADER_BYTES;
        for (Part part : parts.subList(0, n)) {
            offset += part.length;
        }
        return offset;
    }

    /** Length of the whole file. */
    long fileBytes() {
        return offset(parts.size());
    }

    static int checksum(byte[] bytes) {
        return checksum(bytes, bytes.length);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
