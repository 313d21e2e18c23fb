package org.chancery.ledger.log;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.chancery.ledger.Ledger;

/**
 * The file of frames that are in no full tile yet: opened with one {@link JournalFrame.Opening}, then appended to. Frames
 * are gathered and written together, so what was appended can be read only after {@link #flush}.
 */
final class Journal implements Closeable {

    private static final int MAX_BODY = 32 * 1024 * 1024;

    private final Disk.Out out;
    private final RandomAccessFile reader;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private long length;

    private Journal(Disk.Out out, RandomAccessFile reader, long length) {
        this.out = out;
        this.reader = reader;
        this.length = length;
    }

    /** Puts a new journal in the place of the old one, durably and in one step. */
    static void replace(Disk disk, Path file, JournalFrame.Opening opening) throws IOException {
        disk.publish(file, List.of(opening.encode()));
    }

    /**
     * Puts a copy of this many sound bytes of a journal in its place, durably and in one step; its first frame as this
     * version writes it, which has the length that it had.
     */
    static void renew(Disk disk, Path file, JournalFrame.Opening opening, long length) throws IOException {
        byte[] begun = opening.encode();
        long rest = length - begun.length;
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            in.skipNBytes(begun.length);
            disk.publish(
                    file,
                    () -> Stream.concat(
                                    Stream.of(begun),
                                    LongStream.iterate(
                                                    0, copied -> copied < rest, copied -> copied + Disk.GATHERED_BYTES)
                                            .mapToObj(copied ->
                                                    read(in, (int) Math.min(Disk.GATHERED_BYTES, rest - copied))))
                            .iterator());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static byte[] read(InputStream in, int bytes) {
        try {
            byte[] read = in.readNBytes(bytes);
            if (read.length < bytes) {
                throw new EOFException("the journal has become shorter");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens an existing journal of this many sound bytes to append to it. */
    static Journal open(Disk disk, Path file, long length) throws IOException {
        RandomAccessFile reader = new RandomAccessFile(file.toFile(), "r");
        return new Journal(disk.extend(file), reader, length);
    }

    /**
     * Reads frames from the start until one is torn, altered or missing; answers with the bytes that were sound.
     *
     * @throws JournalFrame.Malformed at one that is neither sound nor torn
     */
    static long scan(Path file, Visitor visitor) throws IOException {
        long position = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new FileInputStream(file.toFile()), 1 << 16))) {
            while (true) {
                Optional<JournalFrame> frame = next(in);
                if (frame.isEmpty()) {
                    return position;
                }
                visitor.frame(position, frame.get());
                position += JournalFrame.PREFIX + frame.get().body().length;
            }
        }
    }

    private static Optional<JournalFrame> next(DataInput in) throws IOException {
        try {
            byte[] prefix = new byte[JournalFrame.PREFIX];
            in.readFully(prefix); // at once: from the reader, each call is one of the system's
            int length = ByteBuffer.wrap(prefix).getInt();
            int checksum = ByteBuffer.wrap(prefix).getInt(4);
            if (length < 1 || length > MAX_BODY) {
                return Optional.empty();
            }
            byte[] body = new byte[length];
            in.readFully(body);
            return JournalFrame.decode(length, checksum, body);
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** Appends without fsync; answers with the frame's position. */
    long append(JournalFrame frame) throws IOException {
        long position = length;
        byte[] bytes = frame.encode();
        if (gathered.size() + bytes.length > Disk.GATHERED_BYTES) {
            flush();
        }
        if (bytes.length > Disk.GATHERED_BYTES) {
            out.write(bytes);
        } else {
            gathered.writeBytes(bytes);
        }
        length += bytes.length;
        return position;
    }

    /** Gives the system all that was appended. */
    void flush() throws IOException {
        if (gathered.size() > 0) {
            out.write(gathered.toByteArray());
            gathered.reset();
        }
    }

    /** Reads one frame; empty if it is not sound any more. */
    Optional<JournalFrame> read(long position) throws IOException {
        synchronized (reader) {
            reader.seek(position);
            return sound(reader);
        }
    }

    /** The bytes of the file in this range, which were written before. */
    byte[] read(long from, long to) throws IOException {
        synchronized (reader) {
            reader.seek(from);
            byte[] bytes = new byte[Math.toIntExact(to - from)];
            reader.readFully(bytes);
            return bytes;
        }
    }

    /** The frame that begins there in bytes that were read; empty if it is not sound any more. */
    static Optional<JournalFrame> frame(byte[] bytes, int offset) throws IOException {
        return sound(new DataInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset)));
    }

    private static Optional<JournalFrame> sound(DataInput in) throws IOException {
        try {
            return next(in);
        } catch (JournalFrame.Malformed e) {
            return Optional.empty();
        }
    }

    /** The public part of the leaf in this frame, unchecked; empty if no leaf can be there. */
    Optional<byte[]> readPublicPart(long position) throws IOException {
        synchronized (reader) {
            try {
                reader.seek(position + JournalFrame.PREFIX);
                byte[] fixed = new byte[1 + JournalFrame.LeafAdded.FIXED_BYTES + 4];
                reader.readFully(fixed);
                if (fixed[0] != JournalFrame.LeafAdded.KIND) {
                    return Optional.empty();
                }
                int length = ByteBuffer.wrap(fixed).getInt(fixed.length - 4);
                if (length < 0 || length > Ledger.MAX_PUBLIC_BYTES) {
                    return Optional.empty();
                }
                byte[] part = new byte[length];
                reader.readFully(part);
                return Optional.of(part);
            } catch (EOFException e) {
                return Optional.empty();
            }
        }
    }

    void sync() throws IOException {
        flush();
        out.sync();
    }

    /** Bytes appended so far. */
    long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        try (reader) {
            out.close();
        }
    }

    /** Is told each sound frame in order. */
    @FunctionalInterface
    interface Visitor {
        void frame(long position, JournalFrame frame) throws IOException;
    }
}
