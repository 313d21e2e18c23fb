package org.chancery.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.chancery.ledger.verify.CheckpointNote;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.chancery.ledger.verify.WitnessPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two witnesses that start with the voters of a process. */
class WitnessesIT {

    private static final String ORIGIN = "chancery.test/main";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    @Test
    void bothCosignWhatIsAppendedAndThePolicyFileSaysSo() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            Ledger ledger = quorum.ledger();
            for (int i = 1; i <= 3; i++) {
                append(ledger);
                int size = i;
                await(() -> bothSigned(ledger, size));
                Checkpoint cosigned = ledger.witnesses().cosigned(i, PATIENCE).orElseThrow();
                CheckpointNote note = CheckpointNote.parse(cosigned.note());
                assertThat(note.head()).isEqualTo(cosigned.head());
                assertThat(note.signedBy(VerifierKey.parse(quorum.verifierKey())))
                        .isTrue();
                assertThat(policy().on(note.note()).met()).isTrue();
                assertThat(policy().on(note.note()).signed()).containsOnlyKeys("witness-1", "witness-2");
            }
            Checkpoint published = ledger.published();
            assertThat(published.head().size()).isEqualTo(3);
            assertThat(SignedNote.parse(published.note()).signatures()).hasSize(3);
            assertThat(SignedNote.parse(ledger.checkpoint().note()).signatures())
                    .hasSize(1);
            assertThat(ledger.witnesses().status())
                    .extracting(WitnessStatus::name)
                    .containsExactly(ORIGIN + "/witness-1", ORIGIN + "/witness-2");
            assertThat(ledger.witnesses().status())
                    .allSatisfy(witness -> assertThat(witness.trouble()).isEmpty())
                    .allSatisfy(witness -> assertThat(witness.head().size()).isEqualTo(3));
        }
        String policyFile = Files.readString(data.resolve("witnesses.policy"));
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            Ledger ledger = quorum.ledger();
            assertThat(ledger.witnesses().cosigned(3, PATIENCE)).isPresent();
            assertThat(Files.readString(data.resolve("witnesses.policy"))).isEqualTo(policyFile);
        }
    }

    @Test
    void eachWitnessStatesWhatItsJudgeFound() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            Ledger ledger = quorum.ledger();
            append(ledger);
            Judge strict = (leaf, record) -> List.of(new Judgement.Deviation("case", leaf, "Task", "never lawful"));
            ledger.witnesses().judge(() -> strict);
            append(ledger);
            await(() -> ledger.witnesses().lawfulness().stream()
                            .filter(stated -> stated.head().size() == 2)
                            .count()
                    == 2);
            for (Lawfulness stated : ledger.witnesses().lawfulness()) {
                assertThat(stated.findings()).hasSize(2);
                LawfulnessNote note = LawfulnessNote.parse(stated.note());
                assertThat(note.signedBy(VerifierKey.parse(stated.verifierKey())))
                        .isTrue();
                assertThat(note.lists(stated.findings())).isTrue();
            }
        }
    }

    /** One that takes long is left out of a round and asked again. */
    private boolean bothSigned(Ledger ledger, int size) {
        try {
            Checkpoint cosigned = ledger.witnesses().cosigned(size, PATIENCE).orElseThrow();
            return policy().on(SignedNote.parse(cosigned.note())).met();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** One record, asked for again as long as the group says that it cannot just now. */
    private static void append(Ledger ledger) {
        Entry entry = QuorumIT.record(UUID.randomUUID());
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                ledger.append(entry, ledger.writableTerm().orElse(0L));
                return;
            } catch (LedgerException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(20);
        }
    }

    @Test
    void aWitnessThatCannotStartIsReportedAndTheLogGoesOn() throws Exception {
        Files.createDirectories(data.resolve("witness-2"));
        Files.writeString(data.resolve("witness-2/keys"), "no folder");
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            Ledger ledger = quorum.ledger();
            append(ledger);
            Checkpoint cosigned = ledger.witnesses().cosigned(1, PATIENCE).orElseThrow();
            assertThat(SignedNote.parse(cosigned.note()).signatures()).hasSize(2);
            List<WitnessStatus> status = ledger.witnesses().status();
            assertThat(status.get(0).trouble()).isEmpty();
            assertThat(status.get(1).trouble()).isPresent();
        }
    }

    /** All voters were put back from an old backup, or a liar began anew: the witnesses remember. */
    @Test
    void aLogThatForgotEntriesIsNotCosignedAnyMore() throws Exception {
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            Ledger ledger = quorum.ledger();
            for (int i = 0; i < 3; i++) {
                append(ledger);
            }
            assertThat(ledger.witnesses().cosigned(3, PATIENCE)).isPresent();
        }
        for (String voter : List.of("voter-1", "voter-2", "voter-3")) {
            for (String part : List.of("store", "raft", "persons")) {
                delete(data.resolve(voter).resolve(part));
            }
        }
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            Ledger ledger = quorum.ledger();
            append(ledger);
            assertThat(ledger.witnesses().cosigned(1, Duration.ofSeconds(2))).isEmpty();
            await(() -> ledger.witnesses().status().stream()
                    .allMatch(witness -> witness.trouble().orElse("").contains("entries are lost")));
            assertThat(ledger.published()).isEqualTo(ledger.checkpoint());
        }
    }

    private WitnessPolicy policy() throws Exception {
        return WitnessPolicy.parse(Files.readString(data.resolve("witnesses.policy")));
    }

    private static void delete(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
