package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.verify.Rfc6962;
import org.junit.jupiter.api.Test;

/** What strangers are shown while witnesses are quick, slow, late or gone. */
class ShownCheckpointTest {

    private static final Instant START = Instant.parse("2026-11-24T01:00:00Z");

    private final ShownCheckpoint shown = new ShownCheckpoint();

    private static Checkpoint signed(long size, long second, String by) {
        Hash root = new Hash(Rfc6962.leaf(Long.toString(size).getBytes(StandardCharsets.UTF_8)));
        return new Checkpoint("log.example", new Head(size, root), START.plusSeconds(second), by);
    }

    private static Checkpoint bare(long size, long second) {
        return signed(size, second, "log");
    }

    private static Optional<Checkpoint> cosigned(long size, long second) {
        return Optional.of(signed(size, second, "log and witnesses"));
    }

    @Test
    void itNeverGoesBackToFewerEntries() {
        assertThat(shown.of(bare(5, 0), cosigned(5, 0), 5))
                .isEqualTo(cosigned(5, 0).get());
        // Nothing for a while; then entries come faster than witnesses cosign them.
        assertThat(shown.of(bare(9, 20), cosigned(5, 0), 9)).isEqualTo(bare(9, 20));
        assertThat(shown.of(bare(9, 20), cosigned(6, 19), 9))
                .as("the round for the first of them ends")
                .isEqualTo(bare(9, 20));
        assertThat(shown.of(bare(9, 20), cosigned(9, 20), 9))
                .isEqualTo(cosigned(9, 20).get());
        assertThat(shown.of(bare(10, 21), cosigned(9, 20), 10))
                .as("witnesses may be some seconds behind")
                .isEqualTo(cosigned(9, 20).get());
    }

    @Test
    void nothingIsShownThatThisNodeDoesNotHave() {
        assertThat(shown.of(bare(5, 0), cosigned(7, 0), 6)).isEqualTo(bare(5, 0));
        assertThat(shown.of(bare(9, 20), Optional.empty(), 9)).isEqualTo(bare(9, 20));
        assertThat(shown.of(bare(4, 30), Optional.empty(), 4))
                .as("a store that was begun anew")
                .isEqualTo(bare(4, 30));
    }
}
