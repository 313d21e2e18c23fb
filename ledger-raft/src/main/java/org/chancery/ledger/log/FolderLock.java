package org.chancery.ledger.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps a second store, of this process or another, out of the folder. */
public final class FolderLock implements Closeable {

    /** Of this process: to close any channel on a file gives up the lock that another channel has on it (POSIX). */
    private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

    private final Path taken;
    private final FileChannel channel;

    private FolderLock(Path taken, FileChannel channel) {
        this.taken = taken;
        this.channel = channel;
    }

    /** @throws IOException also if somebody else has it */
    public static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!TAKEN.add(real)) {
            throw taken(folder);
        }
        boolean locked = false;
        try {
            FileChannel channel =
                    FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                locked = channel.tryLock() != null;
            } catch (OverlappingFileLockException e) {
                // by another link to the file
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
            if (!locked) {
                throw taken(folder);
            }
            return new FolderLock(real, channel);
        } finally {
            if (!locked) {
                TAKEN.remove(real);
            }
        }
    }

    private static IOException taken(Path folder) {
        return new IOException("another process or store has " + folder + " open");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) { // it may be somebody else's by now
            channel.close();
            TAKEN.remove(taken);
        }
    }
}
