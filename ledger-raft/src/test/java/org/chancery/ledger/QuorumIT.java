package org.chancery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.chancery.ledger.verify.ReceiptVerifier;
import org.chancery.ledger.verify.Verdict;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuorumIT {

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

    static Entry record(UUID id) {
        return new Entry(
                id,
                ("{\"id\":\"" + id + "\",\"v\":1}").getBytes(StandardCharsets.UTF_8),
                ("private " + id).getBytes(StandardCharsets.UTF_8));
    }
}
