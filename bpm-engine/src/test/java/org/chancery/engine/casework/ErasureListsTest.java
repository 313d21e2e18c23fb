package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.Erasures.Ground;
import org.chancery.engine.Erasures.State;
import org.chancery.engine.casefile.ErasureTable;
import org.junit.jupiter.api.Test;

/** Screens list some erasures; whoever carries them out must know all. */
class ErasureListsTest {

    private static final int MORE_THAN_LISTED = 501;

    private static Erasure erasure(String id, State state, int millis) {
        return new Erasure(
                id,
                "C-1",
                "p-many",
                Set.of("p-many"),
                Ground.COURT_ORDER,
                Set.of(),
                state,
                "p-officer",
                Instant.ofEpochMilli(millis),
                "",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }

    @Test
    void onlyScreensGetSomeOfManyAndTheUndecidedFirst() throws SQLException {
        try (Workbench bench = new Workbench(
                        LicenceParts.bundle().resources(), LicenceParts.bundle().works(), LicenceParts.checks());
                Connection connection = bench.connection()) {
            ErasureTable erasures = new ErasureTable(connection);
            erasures.insert(erasure("oldest", State.REQUESTED, 0));
            for (int i = 1; i <= MORE_THAN_LISTED; i++) {
                erasures.insert(erasure("e-" + i, State.CONFIRMED, i));
            }
            assertThat(erasures.unfinished()).hasSize(MORE_THAN_LISTED);
            assertThat(erasures.decidedOf("p-many")).hasSize(MORE_THAN_LISTED);
            assertThat(erasures.standing("C-1", "p-many")).hasSize(MORE_THAN_LISTED + 1);
            for (List<Erasure> listed : List.of(erasures.all(), erasures.concerning("p-officer"))) {
                assertThat(listed).hasSizeLessThan(MORE_THAN_LISTED);
                assertThat(listed).extracting(Erasure::id).startsWith("oldest", "e-" + MORE_THAN_LISTED);
            }
        }
    }
}
