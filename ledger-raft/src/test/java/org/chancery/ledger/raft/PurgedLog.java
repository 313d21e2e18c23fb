package org.chancery.ledger.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Raft logs of a group that begin where what a stopped voter has of them ends, or later. */
final class PurgedLog {

    private PurgedLog() {}

    /** A new term closes the segments, the next snapshots purge them. {@code voter-3} takes no part. */
    static void byRestartingTheOthers(Path data, LocalGroup group, int before) {
        Records.appendSurely(group.ledger(), before);
        group.stop("voter-2");
        group.start("voter-2");
        group.stop("voter-1");
        group.start("voter-1");
        Records.appendSurely(group.ledger(), 60);
        Records.await("purged", () -> first(data, "voter-1") > 50);
    }

    /** The first entry that a voter still has, of the log that was purged furthest. */
    static long first(Path data, String voter) {
        try (Stream<Path> groups = Files.list(data.resolve(voter).resolve("raft"))) {
            return groups.mapToLong(group ->
                            RaftLogFiles.first(group.resolve("current")).orElse(0L))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
