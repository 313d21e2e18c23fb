package org.chancery.ledger.witness;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.chancery.ledger.Hash;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a judge put by, one record after the other, each {@code length (4 bytes), key of its name (16), what it holds};
 * the last one of a name counts. Of a file of before nothing is believed that the witness has not signed for
 * ({@link Extent}), and of what is in it now nothing that is not what this process read or wrote: an index in memory
 * knows each record by its hash.
 */
final class RecordFile implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFile.class);

    private static final int HEAD = Integer.BYTES + NameIndex.KEY;

    /** A file is rewritten when more than half of it, and this much, is of no use any more. */
    private static final long WASTE = 1 << 20;

    private static final int BUFFER = 1 << 16;

    /**
     * What of which file the witness signs for.
     *
     * @param digest SHA-256 of its first {@code length} bytes
     */
    record Extent(String file, long length, Hash digest) {}

    private final Path file;
    private final Disk disk;
    private final NameIndex index = new NameIndex();
    private final MessageDigest digest = sha256();
    private final RandomAccessFile in;
    private Disk.Out out;
    private long length;
    private long useful;
    private boolean broken;

    private RecordFile(Path file, Disk disk) throws IOException {
        this.file = file;
        this.disk = disk;
        this.in = new RandomAccessFile(file.toFile(), "r");
    }

    /** An empty one. */
    static RecordFile create(Path file, Disk disk) throws IOException {
        disk.create(file).close();
        disk.syncFolder(file.getParent());
        RecordFile records = new RecordFile(file, disk);
        records.out = disk.extend(file);
        return records;
    }

    /**
     * One of before, as far as the witness signed for it.
     *
     * @throws IOException if it is not what was signed for; says why
     */
    static RecordFile open(Path folder, Extent extent, Disk disk) throws IOException {
        RecordFile records = new RecordFile(folder.resolve(extent.file()), disk);
        try {
            records.read(extent);
            if (Files.size(records.file) > extent.length()) {
                disk.truncate(records.file, extent.length()); // what was written after it was kept last
            }
            records.out = disk.extend(records.file);
            return records;
        } catch (IOException | RuntimeException e) {
            records.close();
            throw e;
        }
    }

    private void read(Extent extent) throws IOException {
        if (Files.size(file) < extent.length()) {
            throw new IOException(file + " is cut short");
        }
        try (DataInputStream data = new DataInputStream(
                new DigestInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER), digest))) {
            while (length < extent.length()) {
                int held = data.readInt();
                if (held < 0 || held > extent.length() - length - HEAD) {
                    throw new IOException(file + " is damaged at byte " + length);
                }
                byte[] key = data.readNBytes(NameIndex.KEY);
                note(key, data.readNBytes(held));
            }
        }
        if (!extent().digest().equals(extent.digest())) {
            throw new IOException(file + " is not what was kept");
        }
    }

    private void note(byte[] key, byte[] held) {
        NameIndex.Place place = new NameIndex.Place(length, held.length, NameIndex.check(held));
        useful += HEAD
                + held.length
                - index.put(key, place).map(old -> HEAD + old.length()).orElse(0);
        length += HEAD + held.length;
    }

    /** What was put by last under this name. */
    synchronized Optional<byte[]> get(String name) {
        return index.get(NameIndex.key(name)).map(this::held);
    }

    private byte[] held(NameIndex.Place place) {
        byte[] held = new byte[place.length()];
        try {
            in.seek(place.place() + HEAD);
            in.readFully(held);
        } catch (IOException e) {
            throw new LedgerException.Unavailable("What a judge put by in " + file + " cannot be read", e);
        }
        if (NameIndex.check(held) != place.check()) {
            throw new JudgeMemory.Contradicted(file + " was altered at byte " + place.place());
        }
        return held;
    }

    /** Puts by under this name. It is not synced. */
    synchronized void put(String name, byte[] held) {
        put(NameIndex.key(name), held);
    }

    private void put(byte[] key, byte[] held) {
        if (broken || held.length > NameIndex.MAX_LENGTH || length > NameIndex.MAX_PLACE) {
            throw new LedgerException.Unavailable("Nothing more can be put by in " + file, null);
        }
        byte[] record = ByteBuffer.allocate(HEAD + held.length)
                .putInt(held.length)
                .put(key)
                .put(held)
                .array();
        try {
            out.write(record);
        } catch (IOException e) {
            takeBack();
            throw new LedgerException.Unavailable("What a judge knows cannot be put by in " + file, e);
        }
        digest.update(record);
        note(key, held);
    }

    /** Of a record that was written in part nothing may stay. */
    private void takeBack() {
        try {
            out.close();
            disk.truncate(file, length);
            out = disk.extend(file);
        } catch (IOException e) {
            broken = true;
            LOG.warn("Nothing more is put by in {}; the judge keeps it in memory: {}", file, e.toString());
        }
    }

    /** Makes durable what was put by so far, and says what that is. */
    synchronized Extent sync() throws IOException {
        if (broken) {
            throw new IOException(file + " cannot be written");
        }
        out.sync();
        return extent();
    }

    private Extent extent() {
        try {
            MessageDigest soFar = (MessageDigest) digest.clone();
            return new Extent(file.getFileName().toString(), length, new Hash(soFar.digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }

    synchronized boolean isWasteful() {
        return length - useful > Math.max(useful, WASTE);
    }

    /** Copies what counts to an empty one. */
    synchronized void copyTo(RecordFile fresh) throws IOException {
        try (DataInputStream data = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            for (long at = 0; at < length; ) {
                int size = data.readInt();
                if (size < 0 || size > length - at - HEAD) {
                    throw new JudgeMemory.Contradicted(file + " was altered at byte " + at);
                }
                byte[] key = data.readNBytes(NameIndex.KEY);
                byte[] held = data.readNBytes(size);
                Optional<NameIndex.Place> newest = index.get(key);
                if (newest.isPresent() && newest.get().place() == at) {
                    if (newest.get().check() != NameIndex.check(held)) {
                        throw new JudgeMemory.Contradicted(file + " was altered at byte " + at);
                    }
                    fresh.put(key, held);
                }
                at += HEAD + size;
            }
        }
        if (fresh.index.size() != index.size()) {
            throw new JudgeMemory.Contradicted(file + " was altered");
        }
    }

    Path file() {
        return file;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        in.close();
        if (out != null) {
            out.close();
        }
    }
}
