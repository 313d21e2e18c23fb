package org.chancery.console.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.junit.jupiter.api.Test;

/** What several witnesses found stands on the ledger page once: together or apart. */
class ToldFindingsTest {

    private static final Judgement SKIPPED = new Judgement.Deviation("c", 5, "Approve", "it was skipped");
    private static final Judgement WITHHELD = new Judgement.NotJudged(7, "a fact is withheld");
    private static final Judgement LATE = new Judgement.Deviation("c", 12, "", "it came after the end");

    private static Lawfulness said(String witness, long size, Judgement... findings) {
        return new Lawfulness(
                witness,
                witness + "+00000000+AA",
                new Head(size, new Hash(new byte[32])),
                Instant.EPOCH,
                List.of(findings),
                witness + " " + size);
    }

    @Test
    void whatAllListStandsOnce() {
        ToldFindings told =
                ToldFindings.of(List.of(said("one", 10, SKIPPED, WITHHELD), said("two", 10, SKIPPED, WITHHELD)));
        assertThat(told.agreed()).containsExactly(SKIPPED, WITHHELD);
        assertThat(told.apart()).isEmpty();
    }

    @Test
    void whatOneDoesNotListStandsApartWithTheNamesOfBoth() {
        ToldFindings told = ToldFindings.of(
                List.of(said("one", 10), said("court", 10, SKIPPED, WITHHELD), said("audit", 10, WITHHELD)));
        assertThat(told.agreed()).isEmpty();
        assertThat(told.apart())
                .containsExactly(
                        new ToldFindings.Disputed(SKIPPED, List.of("court"), List.of("one", "audit")),
                        new ToldFindings.Disputed(WITHHELD, List.of("court", "audit"), List.of("one")));
    }

    @Test
    void whoHasNotComeThatFarDiffersFromNobody() {
        ToldFindings told = ToldFindings.of(List.of(said("one", 12, SKIPPED), said("two", 13, SKIPPED, LATE)));
        assertThat(told.agreed()).containsExactly(SKIPPED, LATE);
        assertThat(told.apart()).isEmpty();
    }

    /** A list that was fetched has lost what no line may hold; it says the same. */
    @Test
    void whatIsWrittenAlikeIsTheSame() {
        Judgement here = new Judgement.Deviation("c", 5, "Approve", "it was\nskipped");
        Judgement fetched = new Judgement.Deviation("c", 5, "Approve", "it was skipped");
        assertThat(ToldFindings.of(List.of(said("one", 10, here), said("two", 10, fetched)))
                        .apart())
                .isEmpty();
        assertThat(ToldFindings.of(List.of())).isEqualTo(new ToldFindings(List.of(), List.of()));
    }
}
