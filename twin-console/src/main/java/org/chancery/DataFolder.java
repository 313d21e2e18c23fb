package org.chancery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

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

    /** The folder cannot be made or written, or is open to other people. */
    public static final class Unusable extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unusable(Path folder, IOException cause) {
            this(folder, reason(cause), cause);
        }

        private Unusable(Path folder, String why, Throwable cause) {
            super("The data folder " + folder + " cannot be used: " + why + ". Nothing was started or changed.", cause);
        }
    }

    /**
     * Creates the folder if there is none, readable by its owner only, and takes its lock. The rights of a folder that
     * is there are the operator's: they are looked at, not changed.
     *
     * @throws InUse if another process holds it
     * @throws Unusable if it cannot be created or written, or people besides its owner and group may enter it
     */
    public static DataFolder take(Path path) {
        try {
            if (Files.isDirectory(path)) {
                refuseIfOpen(path);
            } else {
                create(path);
            }
            FileChannel channel =
                    FileChannel.open(path.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new InUse(path);
            }
            return new DataFolder(path, channel);
        } catch (IOException e) {
            throw new Unusable(path, e);
        }
    }

    private static void create(Path path) throws IOException {
        if (isPosix(path)) {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(path);
        }
    }

    /** The keys of persons pass through files in it that are guarded by the folder's own rights. */
    private static void refuseIfOpen(Path path) throws IOException {
        if (!isPosix(path)) {
            return;
        }
        Set<PosixFilePermission> open = EnumSet.of(
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE,
                PosixFilePermission.OTHERS_EXECUTE);
        open.retainAll(Files.getPosixFilePermissions(path));
        if (!open.isEmpty()) {
            throw new Unusable(
                    path,
                    "other people on this machine may enter it or change it, and it holds keys; close it with 'chmod 700 "
                            + path + "' and start again",
                    null);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied ->
                "this user may not read or write " + denied.getFile()
                        + "; give it the right, or choose another folder with --data";
            case FileAlreadyExistsException taken -> taken.getFile() + " is not a folder; choose another with --data";
            case NotDirectoryException file -> file.getFile() + " is not a folder; choose another with --data";
            default -> failure.getMessage() + "; mend it, or choose another folder with --data";
        };
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
