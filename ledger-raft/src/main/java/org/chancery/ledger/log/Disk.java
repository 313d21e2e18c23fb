package org.chancery.ledger.log;

import static java.util.stream.Collectors.toCollection;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Map;

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
        publish(Map.of(target, parts));
    }

    /**
     * Writes whole files, each so that it is there entirely or not at all, and all durably when this returns. Step by
     * step for all of them: what is synced together costs the disk little more than one of them.
     */
    default void publish(Map<Path, Iterable<byte[]>> files) throws IOException {
        Deque<Out> open = new ArrayDeque<>();
        try {
            for (Map.Entry<Path, Iterable<byte[]>> file : files.entrySet()) {
                Out out = create(unfinished(file.getKey()));
                open.add(out);
                write(out, file.getValue());
            }
            sync(open);
        } finally {
            for (Out out : open) {
                out.close();
            }
        }
        for (Path target : files.keySet()) {
            rename(unfinished(target), target);
        }
        for (Path folder : files.keySet().stream().map(Path::getParent).collect(toCollection(LinkedHashSet::new))) {
            syncFolder(folder);
        }
    }

    /** Makes what was written to these files durable; if one fails, all may have. */
    default void sync(Collection<Out> files) throws IOException {
        for (Out file : files) {
            file.sync();
        }
    }

    private static Path unfinished(Path target) {
        return target.resolveSibling(target.getFileName() + ".tmp");
    }

    private static void write(Out out, Iterable<byte[]> parts) throws IOException {
        ByteArrayOutputStream gathered = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            gathered.writeBytes(part);
            if (gathered.size() >= GATHERED_BYTES) {
                out.write(gathered.toByteArray());
                gathered.reset();
            }
        }
        out.write(gathered.toByteArray());
    }

    /** A file that is being written. */
    interface Out extends Closeable {

        void write(byte[] bytes) throws IOException;

        /** fsync: what was written before survives a loss of power. */
        void sync() throws IOException;
    }
}
