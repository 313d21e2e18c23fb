package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.FileDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segment of a Raft log that was being written when the voter ended, made fit to be read by Ratis.
 *
 * <p>Ratis writes a batch of entries at once into space that it has filled with zeros, and acknowledges none before the
 * fsync that follows. A crash or a loss of power in between leaves any of the batch's sectors out; Ratis 3.3.0 takes
 * only an entry that goes on behind the end of the file as such a torn one. Here what follows the last sound entry is
 * torn, and cut, if no sound entry comes after it and a whole sector of it was never written. All else is damage: it
 * may have been acknowledged, so it is left alone and refused.
 *
 * <p>A segment is {@code RaftLog1}, then frames: length of the entry (protobuf's variable-length number), entry, CRC-32C
 * of both (4 bytes, big-endian); then zeros.
 */
final class OpenSegment {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSegment.class);
    private static final String OPEN = "log_inprogress_";
    private static final byte[] HEAD = "RaftLog1".getBytes(StandardCharsets.US_ASCII);
    /** What a disk writes entirely or not at all. */
    private static final int SECTOR = 512;

    private static final int CHECKSUM = Integer.BYTES;
    /** Field 1 of an entry, its term, which is written first and is never 0. */
    private static final byte TERM = 0x08;

    private final byte[] bytes;
    /** Behind the last byte that is not zero. */
    private final int written;

    /** Where a frame stands by what its first bytes say; its end may lie behind the end of the file. */
    private record Frame(int start, int body, long end) {}

    private OpenSegment(byte[] bytes) {
        this.bytes = bytes;
        int last = bytes.length;
        while (last > 0 && bytes[last - 1] == 0) {
            last--;
        }
        this.written = last;
    }

    /**
     * Cuts off a torn end. Call it while nobody has the log open.
     *
     * @param current folder {@code <group>/current} of Raft's storage, whether it exists or not
     * @throws LedgerException.DamagedStore if what follows the last sound entry may have been acknowledged; nothing was
     *     changed
     */
    static void cutTorn(Path current) {
        try {
            Optional<Path> found = find(current);
            if (found.isPresent()) {
                cut(found.get());
            }
        } catch (IOException e) {
            throw new LedgerException.Unavailable(
                    "The Raft log in " + current + " cannot be read: " + e + ". " + RaftLogFiles.remedy(current), e);
        }
    }

    private static Optional<Path> find(Path current) throws IOException {
        if (!Files.isDirectory(current)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(current)) {
            return files.map(LogSegmentPath::matchLogSegment)
                    .filter(Objects::nonNull)
                    .max(Comparator.comparing(LogSegmentPath::getStartEnd))
                    .filter(newest -> newest.getPath().getFileName().toString().startsWith(OPEN))
                    .map(LogSegmentPath::getPath);
        }
    }

    private static void cut(Path file) throws IOException {
        OpenSegment segment = new OpenSegment(Files.readAllBytes(file));
        if (segment.written < HEAD.length || !Arrays.equals(segment.bytes, 0, HEAD.length, HEAD, 0, HEAD.length)) {
            return; // it holds no entry, or Ratis refuses it
        }
        int sound = segment.soundEnd();
        if (sound >= segment.written) {
            return;
        }
        if (!segment.torn(sound)) {
            throw new LedgerException.DamagedStore(
                    file.toString(),
                    sound,
                    "the entry of the Raft log that stands here is damaged",
                    RaftLogFiles.remedy(file.getParent()));
        }
        new FileDisk(file.getParent()).truncate(file, sound);
        LOG.warn(
                "The Raft log {} ended in entries that were being written when the voter stopped: {} bytes from byte {}"
                        + " on were cut. None of them was acknowledged by this voter; what the group has committed it"
                        + " gets from the leader.",
                file,
                segment.written - sound,
                sound);
    }

    /** Where the frames end that are sound one after the other from the start. */
    private int soundEnd() {
        int at = HEAD.length;
        for (Optional<Frame> frame = frame(at); frame.filter(this::sound).isPresent(); frame = frame(at)) {
            at = (int) frame.get().end();
        }
        return at;
    }

    private boolean torn(int from) {
        if (soundAfter(from) || onlyLengthWrong(from)) {
            return false;
        }
        // Where not even its length was written, the sectors that would hold this must tell.
        long end = frame(from).map(Frame::end).orElse((long) sectorEnd(from + Integer.BYTES));
        return end > bytes.length || lacksSector(from, (int) end);
    }

    private boolean lacksSector(int from, int to) {
        for (int at = from; at < to; at = sectorEnd(at)) {
            if (zero(at, Math.min(sectorEnd(at), to))) {
                return true;
            }
        }
        return false;
    }

    private static int sectorEnd(int at) {
        return (at / SECTOR + 1) * SECTOR;
    }

    private boolean zero(int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether a sound frame begins anywhere behind this place: then what stands here is not the end. */
    private boolean soundAfter(int from) {
        for (int at = from + 1; at < written; at++) {
            if (frame(at)
                    .filter(frame -> bytes[frame.body()] == TERM && sound(frame))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a frame up to the end is whole but for its length, which would make it look as if it went on. */
    private boolean onlyLengthWrong(int from) {
        // The checksum may end in zeros.
        for (int end = written; end <= Math.min(written + CHECKSUM - 1, bytes.length); end++) {
            for (int head = 1; head <= Integer.BYTES; head++) {
                int length = end - CHECKSUM - head - from;
                if (length > 0
                        && CodedOutputStream.computeUInt32SizeNoTag(length) == head
                        && checksum(length, head, from + head) == checksumAt(end)) {
                    return true;
                }
            }
        }
        return false;
    }

    private int checksum(int length, int head, int body) {
        CRC32C checksum = new CRC32C();
        int rest = length;
        for (int i = 1; i < head; i++) {
            checksum.update(rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        checksum.update(rest);
        checksum.update(bytes, body, length);
        return (int) checksum.getValue();
    }

    /** What the length at this place makes of it; empty if there is no length that an entry can have. */
    private Optional<Frame> frame(int at) {
        long length = 0;
        for (int i = 0; i <= Integer.BYTES && at + i < bytes.length; i++) {
            length |= (bytes[at + i] & 0x7FL) << 7 * i;
            if (bytes[at + i] >= 0) {
                int body = at + i + 1;
                return length > 0 && length <= RaftSettings.LONGEST_ENTRY && body < bytes.length
                        ? Optional.of(new Frame(at, body, body + length + CHECKSUM))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private boolean sound(Frame frame) {
        if (frame.end() > bytes.length) {
            return false;
        }
        int end = (int) frame.end();
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, frame.start(), end - CHECKSUM - frame.start());
        return (int) checksum.getValue() == checksumAt(end);
    }

    private int checksumAt(int end) {
        return ByteBuffer.wrap(bytes, end - CHECKSUM, CHECKSUM).getInt();
    }
}
