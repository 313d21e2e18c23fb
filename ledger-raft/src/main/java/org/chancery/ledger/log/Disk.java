package org.chancery.ledger.log;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The few steps by which the store changes the disk. Tests make each of them fail, tear or be forgotten. */
public interface Disk {

    /** Small parts of a file are written together, up to about this many bytes. */
    int GATHERED_BYTES = 1 << 16;

    /** Creates a folder and its missing parents, each durable in its own parent. */
    void createFolders(Path folder) throws IOException;

    /** Opens a file that starts empty, whatever it held. */
    Out create(Path file) throws IOException;

    /** Opens an existing file to write at its end. */
    Out extend(Path file) throws IOException;

    /** Cuts a file to this many bytes, durably. */
    void truncate(Path file, long length) throws IOException;

    /** Renames in one step, replacing what stands there; durable once the folder is synced. */
    void rename(Path from, Path to) throws IOException;

    /** Makes names in this folder durable. */
    void syncFolder(Path folder) throws IOException;

    /** Writes a whole file so that it is there entirely or not at all, and durably when this returns. */
    default void publish(Path target, Iterable<byte[]> parts) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".tmp");
        try (Out out = create(unfinished)) {
            ByteArrayOutputStream gathered = new ByteArrayOutputStream();
            for (byte[] part : parts) {
                gathered.writeBytes(part);
                if (gathered.size() >= GATHERED_BYTES) {
                    out.write(gathered.toByteArray());
                    gathered.reset();
                }
            }
            out.write(gathered.toByteArray());
            out.sync();
        }
        rename(unfinished, target);
        syncFolder(target.getParent());
    }

    /** A file that is being written. */
    interface Out extends Closeable {

        void write(byte[] bytes) throws IOException;

        /** fsync: what was written before survives a loss of power. */
        void sync() throws IOException;
    }
}
