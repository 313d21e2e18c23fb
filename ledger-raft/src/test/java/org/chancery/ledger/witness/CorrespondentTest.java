package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chancery.ledger.Hash;
import org.chancery.ledger.WitnessStatus;
import org.chancery.ledger.verify.WitnessKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log says of a witness that it cannot bring on. */
class CorrespondentTest {

    private static final WitnessKey KEY = new WitnessKey("w.example", new byte[32]);

    @TempDir
    private Path temp;

    private record Link(Function<AddCheckpoint, Answer> answers) implements WitnessLink {

        @Override
        public WitnessKey key() {
            return KEY;
        }

        @Override
        public Answer ask(AddCheckpoint request) {
            return answers.apply(request);
        }

        @Override
        public Optional<Witness> local() {
            return Optional.empty();
        }
    }

    private static Optional<String> trouble(Correspondent correspondent) {
        return correspondent.status(SampleLog.ORIGIN, Optional.empty()).trouble();
    }

    @Test
    void whatKeepsItFromBeingAskedIsItsTrouble() {
        SampleLog log = SampleLog.in(temp, 9);
        Correspondent correspondent = new Correspondent(new Link(request -> {
            throw new IllegalArgumentException("URI with undefined scheme");
        }));
        assertThat(correspondent.cosign(log.checkpoint(9), log.head(9), view(log)))
                .isEmpty();
        assertThat(trouble(correspondent).orElseThrow()).contains("cannot be asked", "undefined scheme");
    }

    @Test
    void onlyWhoHasCosignedMoreThanTheLogHasTellsOfLostEntries() {
        SampleLog log = SampleLog.in(temp, 9);
        Correspondent ahead = new Correspondent(new Link(request -> new Answer.Conflict(7)));
        assertThat(ahead.cosign(log.checkpoint(5), log.head(5), view(log))).isEmpty();
        assertThat(trouble(ahead)).as("the checkpoint is only an older one").isEmpty();
        Correspondent beyond = new Correspondent(new Link(request -> new Answer.Conflict(10)));
        assertThat(beyond.cosign(log.checkpoint(5), log.head(5), view(log))).isEmpty();
        assertThat(trouble(beyond).orElseThrow()).contains("10 entries", "the 9 that this log has", "lost");
    }

    @Test
    void anAddressThatNobodyCanAskIsNamedWithItsLine() throws Exception {
        SampleLog log = SampleLog.in(temp, 1);
        Files.writeString(
                temp.resolve("witnesses.policy"),
                "log " + log.verifierKey().text() + "\nwitness w " + KEY.text() + " w.example\nquorum w\n",
                StandardCharsets.UTF_8);
        try (Cosigning cosigning = LocalWitnesses.start(temp, 0, log.verifierKey(), Clock.systemUTC())) {
            assertThat(cosigning.status()).hasSize(1);
            WitnessStatus status = cosigning.status().getFirst();
            assertThat(status.name()).isEqualTo("witnesses.policy");
            assertThat(status.trouble().orElseThrow()).contains("line 2", "https://");
        }
    }

    private static LogView view(SampleLog log) {
        return new LogView() {
            @Override
            public long size() {
                return log.size();
            }

            @Override
            public List<Hash> consistencyProof(long from, long to) {
                return log.proof((int) from, (int) to);
            }

            @Override
            public List<byte[]> entries(long from, long to) {
                throw new UnsupportedOperationException("nobody judges here");
            }
        };
    }
}
