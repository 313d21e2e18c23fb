package org.chancery.ledger.raft;

import java.util.List;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.statemachine.SnapshotInfo;

/** Tells Raft how far a voter's own durable store reaches. It names no files: a peer copies leaves, not files. */
record AppliedSnapshot(TermIndex termIndex) implements SnapshotInfo {

    @Override
    public TermIndex getTermIndex() {
        return termIndex;
    }

    @Override
    public List<FileInfo> getFiles() {
        return List.of();
    }
}
