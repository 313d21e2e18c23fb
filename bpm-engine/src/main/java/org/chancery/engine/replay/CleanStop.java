package org.chancery.engine.replay;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Whether an H2 database was closed in peace. H2 writes its file in the background, one table's tree after the other,
 * while transactions go on: a process that is killed then may leave one table as it was before a transaction and
 * another as it was after, and nothing in the file tells. So only what was closed is believed; anything else is rebuilt
 * from the ledger (ADR 0015). A mark beside the file stands for that; it is gone before the file is opened for writing.
 */
final class CleanStop {

    private static final String MARK = "closed";
    /** Bytes of the first of the two blocks of H2's file header. */
    private static final int HEAD = 4_096;

    private final Path folder;

    CleanStop(Path folder) {
        this.folder = folder;
    }

    /** Whether the file, if there is one, was closed in peace and not opened for writing since. */
    boolean isBelieved() {
        return Files.notExists(file()) || Files.exists(folder.resolve(MARK));
    }

    /** Takes the mark away, for good, before the file is opened for writing. */
    void opening() throws IOException {
        if (Files.deleteIfExists(folder.resolve(MARK))) {
            sync(folder);
        }
    }

    /** Sets the mark, unless somebody has the file open still, or H2 gave it up without saying so (after an I/O error). */
    void closed() throws IOException {
        if (Files.exists(file()) && !isInUse() && isWhole()) {
            sync(Files.write(folder.resolve(MARK), new byte[0]));
            sync(folder);
        }
    }

    /** H2 writes into the file's head, last and synced, that it wrote everything; its next write takes that away. */
    private boolean isWhole() throws IOException {
        try (InputStream in = Files.newInputStream(file())) {
            return new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1).contains(",clean:1,");
        }
    }

    /** Whether this or another process has the file open. */
    boolean isInUse() throws IOException {
        if (Files.notExists(file())) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    private Path file() {
        return folder.resolve("engine.mv.db");
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
