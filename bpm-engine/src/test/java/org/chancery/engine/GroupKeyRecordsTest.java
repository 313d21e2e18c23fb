package org.chancery.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each renewal of the group's key stands in the ledger once, however often the node starts. */
class GroupKeyRecordsTest {

    @TempDir
    private Path folder;

    private List<String> told(LicenceNode node) {
        return node.ledger.leaves(0, node.ledger.head().size()).stream()
                .map(leaf -> new String(leaf.publicPart(), StandardCharsets.UTF_8))
                .filter(record -> record.contains("\"type\":\"group-key-renewed\""))
                .toList();
    }

    private void await(LicenceNode node, int records) {
        long end = System.nanoTime() + LicenceNode.PATIENCE.toNanos();
        while (told(node).size() < records) {
            assertThat(System.nanoTime()).as("time until it is told").isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void aRenewalIsToldOnceAndTheFirstKeyIsNot() {
        LicenceNode node = new LicenceNode(folder);
        node.ledger.generations("00000000000000a1", "00000000000000b2");
        try (Engine engine = node.start()) {
            await(node, 1);
            LicenceNode.agrees(engine);
        }
        node.ledger.generations("00000000000000a1", "00000000000000b2", "00000000000000c3");
        try (Engine engine = node.start()) {
            await(node, 2);
            LicenceNode.agrees(engine);
        }
        assertThat(told(node)).hasSize(2);
        assertThat(told(node).getFirst()).contains("00000000000000b2").doesNotContain("00000000000000a1");
        assertThat(told(node).getLast()).contains("00000000000000c3");
        assertThat(told(node)).allMatch(record -> record.contains("\"by\":\"operator\""));
    }
}
