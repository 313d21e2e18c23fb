package org.chancery.engine.replay;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
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

    /** Sets the mark, unless somebody has the file open still. */
    void closed() throws IOException {
        if (Files.exists(file()) && !isInUse()) {
            sync(Files.write(folder.resolve(MARK), new byte[0]));
            sync(folder);
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
