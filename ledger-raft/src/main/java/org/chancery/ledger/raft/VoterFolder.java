package org.chancery.ledger.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The files of one voter. Everything in it may be read by its owner only, where the file system knows owners.
 *
 * @param root {@code data/voter-N}
 */
record VoterFolder(Path root) {

    /** Raft's own log and votes; purged as the store takes over. */
    Path raft() {
        return root.resolve("raft");
    }

    /** The permanent log. */
    Path store() {
        return root.resolve("store");
    }

    /** Whether a store was ever opened here. */
    boolean hasStore() {
        return Files.exists(store().resolve("journal"));
    }

    Path keys() {
        return root.resolve("keys");
    }

    /** A key of the log, in the file of this name. */
    Path logKey(String file) {
        return keys().resolve(file);
    }

    Path memberKey() {
        return keys().resolve("member.p12");
    }

    Path groupKeys() {
        return keys().resolve("group.keys");
    }

    Path persons() {
        return root.resolve("persons");
    }

    /** Snapshot of the keys of persons. */
    Path personKeys() {
        return persons().resolve("keys");
    }

    Path address() {
        return root.resolve("raft.address");
    }

    Path checkpoint() {
        return root.resolve("checkpoint");
    }

    /** Creates what is missing. */
    void create() {
        try {
            for (Path folder : new Path[] {root, raft(), store(), keys(), persons()}) {
                Files.createDirectories(folder);
                restrict(folder, "rwx------");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Optional<byte[]> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a small file as a whole; a reader sees the old or the new one. Its owner alone may read it. */
    static void write(Path file, byte[] content) {
        write(file, content, false);
    }

    /** As {@link #write}, and on the disk when it returns. */
    static void writeDurably(Path file, byte[] content) {
        write(file, content, true);
    }

    /** As {@link #writeDurably}, but for everybody to read. */
    static void writePublic(Path file, byte[] content) {
        writeDurably(file, content);
        try {
            restrict(file, "rw-r--r--");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] content, boolean sync) {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next);
            restrict(next, "rw-------");
            try (var out = new java.io.FileOutputStream(next.toFile())) {
                out.write(content);
                if (sync) {
                    out.getFD().sync();
                }
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (sync) {
                syncFolder(file.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void syncFolder(Path folder) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(folder)) {
            channel.force(true);
        }
    }

    private static void restrict(Path path, String rights) throws IOException {
        if (posix(path)) {
            Files.setPosixFilePermissions(path, Set.copyOf(PosixFilePermissions.fromString(rights)));
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
