package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.chancery.ledger.Leaf;
import org.junit.jupiter.api.Test;

/** Of which cases a record states the status: who asks for the latest one of a case is shown no other's. */
class StatedStatusTest {

    @Test
    void aTransitionSpeaksForItsOwnCaseAndElseForTheRecords() {
        Leaf several = leaf("{\"transitions\":[{\"case\":\"c1\",\"element\":\"review\",\"type\":\"passed\"},"
                + "{\"case\":\"c2\",\"facts\":{\"status\":\"REFUSED\"},\"type\":\"status\"}]}");
        assertThat(CaseReceipts.statesStatus(several, "c2")).isTrue();
        assertThat(CaseReceipts.statesStatus(several, "c1")).isFalse();
        Leaf one = leaf("{\"case\":\"c1\",\"transitions\":[{\"facts\":{\"status\":\"OPEN\"},\"type\":\"status\"}]}");
        assertThat(CaseReceipts.statesStatus(one, "c1")).isTrue();
        assertThat(CaseReceipts.statesStatus(one, "c2")).isFalse();
    }

    private static Leaf leaf(String record) {
        return new Leaf(0, 1, new UUID(1, 1), record.getBytes(StandardCharsets.UTF_8), new byte[0]);
    }
}
