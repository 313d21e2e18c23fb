package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A voter that has not applied yet what the others have, and what witnesses have cosigned. */
class LaggingVoterIT {

    @TempDir
    Path data;

    @Test
    void it_names_no_checkpoint_beyond_its_own_store() throws Exception {
        QuorumConfig config = new QuorumConfig("chancery.test/main", data, List.of(0, 0, 0), Duration.ofSeconds(4), 1);
        try (LocalGroup group = LocalGroup.start(config, RaftSettings.USUAL, Clock.systemUTC())) {
            Records.appendSurely(group.ledger());
            Records.awaitEqualHeads(group);
            // What applies the log of a voter waits for whoever holds this.
            synchronized (group.slot("voter-3").delivery()) {
                Ledger behind = group.ledger("voter-3");
                long own = behind.head().size();
                Records.appendSurely(group.ledger());
                Records.await(
                        "a cosigned checkpoint of more than it has",
                        () -> group.witnesses().cosigned(own + 1, Duration.ZERO).isPresent());
                assertThat(behind.head().size()).isEqualTo(own);

                assertThat(behind.published().head().size()).isLessThanOrEqualTo(own);
                Receipt receipt = behind.receipt(0);
                assertThat(new ReceiptVerifier(List.of(VerifierKey.parse(group.verifierKey())))
                                .verify(receipt.text().getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOfSatisfying(
                                Verdict.Valid.class,
                                valid -> assertThat(valid.size()).isEqualTo(own));
            }
            Records.awaitEqualHeads(group);
        }
    }
}
