package org.chancery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuorumIT {

    /** So many leaves that some have left the journal for their tiles. */
    private static final int SEALED = 2_100;

    @TempDir
    Path data;

    @Test
    void what_is_appended_can_be_read_and_its_receipt_verifies_offline() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/main", data))) {
            Ledger ledger = quorum.ledger();
            long term = ledger.writableTerm().orElseThrow();
            UUID id = UUID.randomUUID();
            Committed committed = ledger.append(record(id), term);

            assertThat(committed).isEqualTo(new Committed(id, 0, term));
            assertThat(ledger.leaf(0).publicPart()).isEqualTo(record(id).publicPart());
            Receipt receipt = ledger.receipt(0);
            Verdict verdict = new ReceiptVerifier(List.of(VerifierKey.parse(quorum.verifierKey())))
                    .verify(receipt.text().getBytes(StandardCharsets.UTF_8));
            assertThat(verdict).isInstanceOf(Verdict.Valid.class);
            assertThat(((Verdict.Valid) verdict).record())
                    .isEqualTo(new String(record(id).publicPart(), StandardCharsets.UTF_8));
        }
    }

    /** A start looks at sizes only: a year of records is not read each time. */
    @Test
    void rot_that_no_start_notices_is_found_by_reading_the_stores_whole() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/main", data))) {
            while (quorum.ledger().head().size() < SEALED) {
                append(quorum.ledger());
            }
            assertThat(quorum.verifyStores()).isEmpty();
        }
        Path sealed = anyFile(data.resolve("voter-3/store/private"));
        byte[] rotten = Files.readAllBytes(sealed);
        rotten[rotten.length - 1] ^= 1;
        Files.write(sealed, rotten);
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine("chancery.test/main", data))) {
            assertThat(quorum.verifyStores())
                    .hasSize(1)
                    .hasEntrySatisfying(
                            "voter-3",
                            found -> assertThat(found)
                                    .isInstanceOf(LedgerException.DamagedStore.class)
                                    .hasMessageContaining(sealed + " at byte ")
                                    .hasMessageContaining("move the folder"));
            quorum.stop("voter-2");
            assertThat(quorum.verifyStores()).containsOnlyKeys("voter-2", "voter-3");
        }
    }

    private static void append(Ledger ledger) {
        try {
            ledger.append(record(UUID.randomUUID()), ledger.writableTerm().orElse(0L));
        } catch (LedgerException busy) {
            assertThat(busy).isNotInstanceOf(LedgerException.DamagedStore.class);
        }
    }

    private static Path anyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    static Entry record(UUID id) {
        return new Entry(
                id,
                ("{\"id\":\"" + id + "\",\"v\":1}").getBytes(StandardCharsets.UTF_8),
                ("private " + id).getBytes(StandardCharsets.UTF_8));
    }
}
