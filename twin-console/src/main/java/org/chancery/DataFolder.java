package org.chancery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder of everything a node keeps, held by one process at a time. */
public final class DataFolder implements AutoCloseable {

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Another process holds the folder. */
    public static final class InUse extends RuntimeException {

        private static final long serialVersionUID = 1;

        InUse(Path folder) {
            super("The data folder " + folder + " is in use by another process; stop that one or choose another with"
                    + " --data.");
        }
    }

    /**
     * Creates the folder if there is none, readable by its owner only, and takes its lock.
     *
     * @throws InUse if another process holds it
     * @throws UncheckedIOException if it cannot be created or written
     */
    public static DataFolder take(Path path) {
        try {
            Files.createDirectories(path);
            if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new InUse(path);
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the data folder " + path + ": " + e.getMessage(), e);
        }
    }

    /** The lock lives as long as its channel. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
