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
import org.chancery.ledger.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lies in a group's folder of Raft's storage, read from the names of its files. */
final class RaftLogFiles {

    /** {@code log_FIRST-LAST} is closed, {@code log_inprogress_FIRST} is being written. */
    private static final Pattern SEGMENT = Pattern.compile("log_(?:inprogress_)?(\\d+)(?:-(\\d+))?");

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
     * @throws LedgerException.Unavailable if the log is damaged: then nobody knows where it ends, and it is left alone
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
        } catch (IOException | RuntimeException e) {
            throw new LedgerException.Unavailable(
                    "The Raft log in " + current + " cannot be read: " + e + ". " + remedy(current), e);
        }
    }

    /** The way out for a voter whose Raft log is of no use. */
    static String remedy(Path current) {
        return "Nothing was changed. If the other voters are sound, move the folder " + current.getParent()
                + " away and start again: what it held is fetched from them.";
    }

    /** Index of the last entry; an open segment may hold none. {@link OpenSegment} has cut what was torn. */
    private static long last(List<LogSegmentPath> segments) throws IOException {
        AtomicLong last = new AtomicLong(RaftLog.INVALID_LOG_INDEX);
        for (LogSegmentPath segment : segments.subList(Math.max(0, segments.size() - 2), segments.size())) {
            LogSegment.readSegmentFile(
                    segment.getPath().toFile(),
                    segment.getStartEnd(),
                    SizeInBytes.valueOf(RaftSettings.LONGEST_ENTRY),
                    CorruptionPolicy.EXCEPTION,
                    null,
                    entry -> last.set(entry.getIndex()));
            long named = named(segment.getPath());
            if (named > last.get()) {
                throw new IOException(segment.getPath() + " ends with entry " + last + " instead of " + named);
            }
        }
        return last.get();
    }

    /** The last entry of a closed segment; -1 for an open one. */
    private static long named(Path segment) {
        Matcher name = SEGMENT.matcher(segment.getFileName().toString());
        return name.matches() && name.group(2) != null ? Long.parseLong(name.group(2)) : RaftLog.INVALID_LOG_INDEX;
    }

    /** Whether the term and the vote are there, without which a voter could vote twice in a term. */
    static boolean remembersVotes(Path current) {
        return Files.exists(current.resolve("raft-meta"));
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
