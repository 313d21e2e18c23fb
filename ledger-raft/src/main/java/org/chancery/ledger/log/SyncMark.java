package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How much of the journal was fsynced. It tells a tail that was torn by a crash (beyond the mark: cut, Raft applies
 * those entries again) from damage to what was safe (before the mark: the store refuses to open).
 *
 * <p>File {@code synced}: {@code u64 base, u64 length, u32 CRC32C}, big-endian.
 *
 * @param base leaves in tiles when the journal it speaks of was begun
 * @param length bytes of that journal that were fsynced
 */
record SyncMark(long base, long length) {

    private static final int BYTES = 20;

    void write(Disk disk, Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(base).putLong(length);
        disk.publish(file, List.of(bytes.putInt(checksum(bytes.array())).array()));
    }

    /** Empty if nothing was ever synced. */
    static Optional<SyncMark> read(Path folder, Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length != BYTES || in.getInt(BYTES - 4) != checksum(bytes)) {
            throw Damage.of(folder, file, 0, "its checksum does not fit");
        }
        return Optional.of(new SyncMark(in.getLong(), in.getLong()));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - 4);
        return (int) crc.getValue();
    }
}
