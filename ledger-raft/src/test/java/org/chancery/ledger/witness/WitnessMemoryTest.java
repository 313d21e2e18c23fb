package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.verify.WitnessKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a witness remembers: through restarts, with its files spoilt, under requests that come at once. */
class WitnessMemoryTest {

    @TempDir
    private Path temp;

    private SampleLog log;
    private Witness witness;

    @BeforeEach
    void openWitness() {
        log = SampleLog.in(temp, 40);
        witness = open();
    }

    @AfterEach
    void close() {
        witness.close();
    }

    private Witness open() {
        return Witness.open(
                temp.resolve("witness"), "court.example/witness", List.of(log.verifierKey()), Clock.systemUTC());
    }

    @Test
    void startedAgainItKnowsWhatItSigned() {
        witness.add(log.request(0, 7));
        WitnessKey key = witness.key();
        witness.add(SampleLog.request(7, List.of(), log.lie().checkpoint(7)));
        witness.close();
        witness = open();
        assertThat(witness.key()).isEqualTo(key);
        assertThat(witness.add(log.request(0, 9))).isEqualTo(new Answer.Conflict(7));
        assertThat(witness.logs().iterator().next().splitViews()).hasSize(1);
        assertThat(witness.add(log.request(7, 9))).isInstanceOf(Answer.Cosigned.class);
    }

    @Test
    void ifItCannotTellWhatItSignedItDoesNotStart() throws IOException {
        witness.add(log.request(0, 7));
        witness.close();
        Path file = temp.resolve("witness/logs")
                .resolve(Witness.originHash(SampleLog.ORIGIN))
                .resolve("checkpoint");
        String kept = Files.readString(file);
        for (String spoilt : List.of(
                "",
                kept.substring(0, kept.length() - 20),
                log.checkpoint(3).render(),
                kept.replace("\n7\n", "\n5\n"))) {
            Files.writeString(file, spoilt);
            assertThatThrownBy(this::open)
                    .isInstanceOf(LedgerException.DamagedStore.class)
                    .hasMessageContaining("begin a new witness");
        }
        Files.writeString(file, kept);
        witness = open();
    }

    @Test
    void aNewKeyDoesNotGoOnWithAnOldMemory() throws IOException {
        witness.add(log.request(0, 7));
        witness.close();
        Files.delete(temp.resolve("witness/keys/witness.p12"));
        assertThatThrownBy(this::open).isInstanceOf(LedgerException.DamagedStore.class);
        Files.delete(temp.resolve("witness/logs")
                .resolve(Witness.originHash(SampleLog.ORIGIN))
                .resolve("checkpoint"));
        witness = open();
    }

    @Test
    void twoWitnessesDoNotShareAFolder() {
        assertThatThrownBy(this::open).isInstanceOf(LedgerException.Unavailable.class);
    }

    /** The race of the specification: whatever arrives at once, sizes never go back. */
    @Test
    void requestsAtOnceNeverRollItBack() throws Exception {
        int clients = 8;
        try (var executor = Executors.newFixedThreadPool(clients)) {
            List<Callable<Set<Long>>> work = Collections.nCopies(clients, () -> {
                Set<Long> cosigned = new HashSet<>();
                int from = 0;
                while (from < 40) {
                    Answer answer = witness.add(log.request(from, from + 1));
                    if (answer instanceof Answer.Conflict(long size)) {
                        assertThat(size).isGreaterThanOrEqualTo(from);
                        from = (int) size;
                    } else {
                        assertThat(answer).isInstanceOf(Answer.Cosigned.class);
                        from++;
                        cosigned.add((long) from);
                    }
                }
                return cosigned;
            });
            List<Long> all = new ArrayList<>();
            for (Future<Set<Long>> one : executor.invokeAll(work)) {
                all.addAll(one.get());
            }
            assertThat(all).doesNotHaveDuplicates().hasSize(40);
        }
    }
}
