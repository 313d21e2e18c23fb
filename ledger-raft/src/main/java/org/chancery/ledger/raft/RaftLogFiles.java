package org.chancery.ledger.raft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in a group's folder of Raft's storage, read from the names of its files. */
final class RaftLogFiles {

    /** {@code log_FIRST-LAST} is closed, {@code log_inprogress_FIRST} is being written. */
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-\\d+)?");

    private static final Logger LOG = LoggerFactory.getLogger(RaftLogFiles.class);

    private RaftLogFiles() {}

    /** Index of the first entry that is on disk in {@code <group>/current}; empty if there is no segment. */
    static Optional<Long> first(Path current) {
        if (!Files.isDirectory(current)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(current)) {
            return files.map(file -> SEGMENT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> Long.parseLong(name.group(1)))
                    .min(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Removes the segments of a log that ends before what the voter has applied. A crash leaves it so: committed means
     * that a majority has the entry on disk, which need not be this voter, and Raft takes up no log with a gap.
     *
     * @param applied Raft index of the last entry that the voter's own durable state includes
     */
    static void dropIfBehind(Path current, long applied) {
        if (!Files.isDirectory(current)) {
            return;
        }
        try (Stream<Path> files = Files.list(current)) {
            List<LogSegmentPath> segments = files.map(LogSegmentPath::matchLogSegment)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparing(LogSegmentPath::getStartEnd))
                    .toList();
            if (segments.isEmpty() || last(segments) >= applied) {
                return;
            }
            LOG.info("The Raft log in {} ends before entry {}, which is applied: it is begun anew", current, applied);
            for (LogSegmentPath segment : segments) {
                Files.delete(segment.getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Index of the last entry that can be read; an open segment may be torn, or hold none. */
    private static long last(List<LogSegmentPath> segments) throws IOException {
        AtomicLong last = new AtomicLong(RaftLog.INVALID_LOG_INDEX);
        for (LogSegmentPath segment : segments.subList(Math.max(0, segments.size() - 2), segments.size())) {
            LogSegment.readSegmentFile(
                    segment.getPath().toFile(),
                    segment.getStartEnd(),
                    SizeInBytes.valueOf(RaftSettings.LONGEST_ENTRY),
                    CorruptionPolicy.WARN_AND_RETURN,
                    null,
                    entry -> last.set(entry.getIndex()));
        }
        return last.get();
    }

    /** Removes a group's folder. */
    static void delete(Path group) {
        if (!Files.exists(group)) {
            return;
        }
        try (Stream<Path> files = Files.walk(group)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
