package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaves taken from a peer's store. */
class LogStoreCopyTest {

    private static final int OWN = 100;
    private static final int ALL = 700;

    @TempDir
    private Path temp;

    /** More than two tiles, cut off and opened again on the way. */
    @Test
    void aCopyEqualsItsOriginalAndTellsRaftNothingUntilItIsComplete() {
        try (LogStore original = LogStore.open(temp.resolve("original"))) {
            for (int i = 0; i < ALL; i++) {
                append(original, i);
            }
            LogStore copy = LogStore.open(temp.resolve("copy"));
            for (int i = 0; i < OWN; i++) {
                append(copy, i);
            }
            LogStore.Applied before = copy.lastApplied();
            for (Leaf leaf : original.leaves(OWN, ALL)) {
                if (leaf.index() % 50 == 0) {
                    copy.close();
                    copy = LogStore.open(temp.resolve("copy"));
                }
                copy.copy(leaf.id(), leaf.term(), leaf.publicPart(), leaf.privatePart());
                assertThat(copy.copy(leaf.id(), leaf.term(), leaf.publicPart(), leaf.privatePart()))
                        .isEqualTo(leaf.index());
                assertThat(copy.lastApplied()).isEqualTo(before);
            }
            // Raft applies again what came after the old position: it finds every leaf.
            append(copy, OWN);
            assertThat(copy.head()).isEqualTo(original.head());
            copy.applied(original.lastApplied().term(), original.lastApplied().index());
            copy.close();
            try (LogStore opened = LogStore.open(temp.resolve("copy"))) {
                assertThat(opened.lastApplied()).isEqualTo(original.lastApplied());
                assertThat(opened.head()).isEqualTo(original.head());
                for (long leaf = 0; leaf < ALL; leaf++) {
                    assertThat(opened.leaf(leaf).term()).isEqualTo(term(leaf));
                    assertThat(opened.find(opened.leaf(leaf).id()).orElseThrow().term())
                            .isEqualTo(term(leaf));
                }
                opened.verifyWhole();
            }
        }
    }

    private static void append(LogStore store, long raftEntry) {
        byte[] publicPart = ("{\"n\":" + raftEntry + "}").getBytes(StandardCharsets.US_ASCII);
        store.append(new UUID(7, raftEntry), term(raftEntry), raftEntry, publicPart, new byte[(int) raftEntry % 9]);
    }

    private static long term(long raftEntry) {
        return 1 + raftEntry / 90;
    }
}
