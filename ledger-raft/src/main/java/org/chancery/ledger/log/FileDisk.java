package org.chancery.ledger.log;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The real disk. Writes through streams, not channels: a channel is closed for everybody when one of its threads is
 * interrupted, and Raft interrupts its threads when it stops.
 */
public final class FileDisk implements Disk {

    private static final int SYNCS_AT_ONCE = 8;

    private final Path store;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /** For the store in this folder; what lies above it belongs to others. */
    public FileDisk(Path store) {
        this.store = store.toAbsolutePath();
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        Path path = folder.toAbsolutePath();
        if (durable.contains(path)) {
            return;
        }
        boolean missing = !Files.isDirectory(path);
        // Also where the folder is there: whoever made it may have been killed before its name was durable.
        if (missing || path.startsWith(store) && !path.equals(store)) {
            Path parent = path.getParent();
            createFolders(parent);
            if (missing) {
                Files.createDirectory(path);
            }
            syncFolder(parent);
        }
        durable.add(path);
    }

    @Override
    public Out create(Path file) throws IOException {
        return new Stream(new FileOutputStream(file.toFile(), false));
    }

    @Override
    public Out extend(Path file) throws IOException {
        return new Stream(new FileOutputStream(file.toFile(), true));
    }

    /** Several at a time: the file system then makes them durable together, in few turns of its own journal. */
    @Override
    public void sync(Collection<Out> files) throws IOException {
        Queue<Out> waiting = new ConcurrentLinkedQueue<>(files);
        AtomicInteger synced = new AtomicInteger();
        Queue<IOException> failures = new ConcurrentLinkedQueue<>();
        Runnable work = () -> {
            for (Out file = waiting.poll(); file != null; file = waiting.poll()) {
                try {
                    file.sync();
                    synced.incrementAndGet();
                } catch (IOException e) {
                    failures.add(e);
                }
            }
        };
        List<Thread> others = IntStream.range(1, Math.min(SYNCS_AT_ONCE, files.size()))
                .mapToObj(i -> Thread.ofPlatform().daemon().name("sync").start(work))
                .toList();
        work.run();
        others.forEach(FileDisk::join);
        if (!failures.isEmpty()) {
            throw failures.peek();
        }
        if (synced.get() < files.size()) {
            throw new IOException("not every file was synced"); // as after an error of the virtual machine
        }
    }

    /** Raft interrupts its threads when it stops; a sync is waited for all the same. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(length);
            access.getFD().sync();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            return; // Windows keeps names durable by itself and cannot open folders
        }
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private record Stream(FileOutputStream file) implements Out {
        @Override
        public void write(byte[] bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
