package org.chancery.ledger.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A disk that dies at a chosen step and after that refuses everything, as for a killed process. {@link #losePower} then
 * takes back what was never fsynced: ends and middles of files, and names whose folder was not synced.
 */
public final class FaultyDisk implements Disk {

    /** What becomes of the step at which the disk dies. */
    public sealed interface Fault {
        record NotDone() implements Fault {}

        record Done() implements Fault {}

        /** Of a write only so many bytes are done; from the end if negative. Steps that write nothing are not done. */
        record Torn(int bytes) implements Fault {}
    }

    /** The process is dead. */
    static final class Dead extends IOException {
        Dead(String step) {
            super("dead at " + step);
        }
    }

    private final int dieAt;
    private final Fault fault;
    private final Map<Path, Written> files = new HashMap<>();
    private final Set<Path> syncedFolders = new HashSet<>();
    private final Deque<PendingName> pendingNames = new ArrayDeque<>();
    private final List<Step> steps = new ArrayList<>();
    private Optional<String> failing = Optional.empty();
    private boolean dead;

    /**
     * What was done, or was to be done when the disk died.
     *
     * @param writes whether bytes are written, so that it may be torn
     */
    record Step(String act, Path path, boolean writes) {
        String name() {
            return act + " " + path.getFileName();
        }
    }

    /** A file's content: how much of it was fsynced. */
    private static final class Written {
        private long synced;
        private long givenUp = Long.MAX_VALUE;
    }

    /** How to take back a change of a name, on the disk that loses power: that may be a later process's. */
    private record PendingName(Path folder, Undo undo) {}

    @FunctionalInterface
    private interface Undo {
        void run(Map<Path, Written> files) throws IOException;
    }

    @FunctionalInterface
    private interface Effect {
        void run() throws IOException;
    }

    public FaultyDisk(int dieAt, Fault fault) {
        this.dieAt = dieAt;
        this.fault = fault;
    }

    /** Counts steps and never dies. */
    public static FaultyDisk sound() {
        return new FaultyDisk(Integer.MAX_VALUE, new Fault.NotDone());
    }

    /** The disk as the next process finds it when this one was killed: what is not synced is still there, unsynced. */
    FaultyDisk restarted(int nextDieAt, Fault nextFault) {
        FaultyDisk next = new FaultyDisk(nextDieAt, nextFault);
        next.files.putAll(files);
        next.pendingNames.addAll(pendingNames);
        return next;
    }

    /**
     * The next sync of a file of this name fails, and nothing else. As Linux does, the disk takes what it could not write
     * for written from then on: it is read from memory, and later syncs of the same file leave it out and succeed.
     */
    void failNextSync(String file) {
        failing = Optional.of(file);
    }

    /** What was done, the step at which the disk died included. */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    public String lastStep() {
        return steps.isEmpty() ? "" : steps.getLast().name();
    }

    private void step(String act, Path path, Effect effect) throws IOException {
        Step step = new Step(act, path, act.equals("write"));
        if (dead) {
            throw new Dead(step.name());
        }
        steps.add(step);
        if (steps.size() == dieAt) {
            dead = true;
            if (fault instanceof Fault.Done) {
                effect.run();
            }
            throw new Dead(step.name());
        }
        effect.run();
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        if (syncedFolders.contains(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            createFolders(folder.getParent());
            step("create folder", folder, () -> {
                Files.createDirectory(folder);
                pendingNames.push(new PendingName(folder.getParent(), known -> deleteTree(folder)));
            });
        }
        syncFolder(folder.getParent());
        syncedFolders.add(folder);
    }

    @Override
    public Out create(Path file) throws IOException {
        step("create", file, () -> {
            Files.write(file, new byte[0]);
            files.put(file, new Written());
            pendingNames.push(new PendingName(file.getParent(), known -> Files.deleteIfExists(file)));
        });
        return new FaultyOut(file, files.get(file));
    }

    @Override
    public Out extend(Path file) throws IOException {
        if (!files.containsKey(file)) {
            Written before = new Written();
            before.synced = Files.size(file);
            files.put(file, before);
        }
        Written written = files.get(file);
        return new FaultyOut(file, written);
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        step("truncate", file, () -> {
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
                access.setLength(length);
            }
            if (files.containsKey(file)) {
                files.get(file).synced = length;
            }
        });
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step("rename to", to, () -> {
            Optional<byte[]> replaced = Files.exists(to) ? Optional.of(Files.readAllBytes(to)) : Optional.empty();
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Written old = files.get(to);
            files.put(to, files.remove(from));
            pendingNames.push(new PendingName(to.getParent(), known -> {
                Files.deleteIfExists(to);
                if (replaced.isPresent()) {
                    Files.write(to, replaced.get());
                }
                if (old != null) {
                    known.put(to, old);
                } else {
                    known.remove(to);
                }
            }));
        });
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        step("sync folder", folder, () -> pendingNames.removeIf(name -> name.folder.equals(folder)));
    }

    /** Takes back the newest changes of names, how many is chance, and spoils what was not synced of any file. */
    public void losePower(Random random) throws IOException {
        for (int lost = random.nextInt(pendingNames.size() + 1); lost > 0; lost--) {
            pendingNames.pop().undo.run(files);
        }
        for (Map.Entry<Path, Written> file : files.entrySet()) {
            if (Files.exists(file.getKey())) {
                spoil(file.getKey(), file.getValue().synced, random);
            }
        }
    }

    private static void spoil(Path file, long synced, Random random) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            int unsynced = (int) (access.length() - synced);
            if (unsynced <= 0) {
                return;
            }
            int from = random.nextInt(unsynced + 1);
            switch (random.nextInt(4)) {
                case 0 -> access.setLength(synced);
                case 1 -> access.setLength(synced + from);
                case 2 -> {
                    // Pages may reach the disk in any order: a hole of zeroes before bytes that are there.
                    access.seek(synced + from);
                    access.write(new byte[random.nextInt(unsynced - from + 1)]);
                }
                default -> {
                    byte[] garbage = new byte[unsynced - from];
                    random.nextBytes(garbage);
                    access.seek(synced + from);
                    access.write(garbage);
                }
            }
        }
    }

    private static void deleteTree(Path folder) throws IOException {
        try (var inside = Files.list(folder)) {
            for (Path path : inside.toList()) {
                if (Files.isDirectory(path)) {
                    deleteTree(path);
                } else {
                    Files.delete(path);
                }
            }
        }
        Files.delete(folder);
    }

    private final class FaultyOut implements Out {
        private final Path file;
        private final Written written;
        private final FileOutputStream stream;

        FaultyOut(Path file, Written written) throws IOException {
            this.file = file;
            this.written = written;
            this.stream = new FileOutputStream(file.toFile(), true);
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            if (!dead && steps.size() + 1 == dieAt && fault instanceof Fault.Torn torn) {
                int kept = torn.bytes < 0 ? bytes.length + torn.bytes : torn.bytes;
                stream.write(bytes, 0, Math.clamp(kept, 0, bytes.length));
            }
            step("write", file, () -> stream.write(bytes));
        }

        @Override
        public void sync() throws IOException {
            if (failing.filter(file.getFileName().toString()::equals).isPresent()) {
                failing = Optional.empty();
                written.givenUp = Math.min(written.givenUp, written.synced);
                throw new IOException("Input/output error");
            }
            step(
                    "sync",
                    file,
                    () -> written.synced = Math.min(stream.getChannel().size(), written.givenUp));
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
