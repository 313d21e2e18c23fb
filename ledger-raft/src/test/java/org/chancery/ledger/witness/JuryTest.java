package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.NaiveTree;
import org.chancery.ledger.verify.CaseCertificateNote;
import org.chancery.ledger.verify.LawfulnessNote;
import org.chancery.ledger.verify.SignedNote;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness's second opinion: every entry once, in order, and only of what was cosigned. */
class JuryTest {

    @TempDir
    private Path temp;

    private final NaiveTree tree = new NaiveTree();
    private final List<String> entries = new ArrayList<>();
    private final List<Long> judged = new ArrayList<>();
    private Jury jury;

    /** Two at a time. */
    private final LogView log = new LogView() {
        @Override
        public long size() {
            return entries.size();
        }

        @Override
        public List<Hash> consistencyProof(long from, long to) {
            throw new UnsupportedOperationException("a jury reads entries only");
        }

        @Override
        public List<byte[]> entries(long from, long to) {
            return entries.subList((int) from, (int) Math.min(to, from + 2)).stream()
                    .map(entry -> entry.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    };

    private final Judge judge = (leaf, record) -> {
        judged.add(leaf);
        return switch (new String(record, StandardCharsets.UTF_8)) {
            case "unlawful" ->
                List.of(new Judgement.Lawful(), new Judgement.Deviation("case", leaf, "Task", "skipped"));
            case "withheld" -> List.of(new Judgement.NotJudged(leaf, "withheld"));
            case "broken" -> throw new IllegalStateException("a citizen's name");
            default -> List.of();
        };
    };

    @BeforeEach
    void begin() {
        jury = new Jury(
                "log.example",
                temp.resolve("lawfulness.p12"),
                temp.resolve("certificates"),
                "w.example",
                judge,
                Clock.systemUTC());
    }

    private Head append(String... more) {
        for (String entry : more) {
            entries.add(entry);
            tree.add(entry.getBytes(StandardCharsets.UTF_8));
        }
        return new Head(entries.size(), tree.root(entries.size()));
    }

    @Test
    void everyDeviationIsNamedFromThenOn() throws Exception {
        jury.judge(append("lawful", "unlawful", "lawful"), log);
        jury.judge(append("withheld", "broken", "lawful"), log);
        Lawfulness stated = jury.newest().orElseThrow();
        assertThat(judged).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(stated.findings())
                .containsExactly(
                        new Judgement.Deviation("case", 1, "Task", "skipped"),
                        new Judgement.NotJudged(3, "withheld"),
                        new Judgement.NotJudged(4, "the judge failed: IllegalStateException"));
        LawfulnessNote note = LawfulnessNote.parse(stated.note());
        assertThat(note.head()).isEqualTo(new Head(6, tree.root(6)));
        assertThat(note.lists(stated.findings())).isTrue();
        assertThat(note.signedBy(VerifierKey.parse(stated.verifierKey()))).isTrue();
        SignedNote text = note.note();
        LawfulnessNote innocent = LawfulnessNote.parse(
                new SignedNote(text.text().replace("deviations 1", "deviations 0"), text.signatures()).render());
        assertThat(innocent.signedBy(VerifierKey.parse(stated.verifierKey()))).isFalse();
    }

    @Test
    void anEmptyLogIsLawful() throws Exception {
        jury.judge(append(), log);
        assertThat(LawfulnessNote.parse(jury.newest().orElseThrow().note()).deviations())
                .isZero();
    }

    @Test
    void ofEntriesThatAreNotTheCosignedOnesNothingIsSaid() {
        Head head = append("lawful", "unlawful");
        entries.set(1, "lawful");
        assertThatThrownBy(() -> jury.judge(head, log)).isInstanceOf(LedgerException.Unavailable.class);
        assertThat(jury.newest()).isEmpty();
    }

    @Test
    void anOlderHeadChangesNothing() {
        Head older = append("lawful");
        jury.judge(append("unlawful"), log);
        Lawfulness stated = jury.newest().orElseThrow();
        jury.judge(older, log);
        assertThat(jury.newest()).contains(stated);
    }

    /** Judges nothing; whatever an entry says stands as the statement of a case that has ended. */
    private static final class EndOfCases implements Judge {

        private final List<CaseStatement> ended = new ArrayList<>();

        @Override
        public List<Judgement> judge(long leaf, byte[] record) {
            return List.of();
        }

        @Override
        public List<CaseStatement> ended(String origin, Head head) {
            List<CaseStatement> now = List.copyOf(ended);
            ended.clear();
            return now;
        }

        void tell(String verdict, Head head) {
            ended.add(new CaseStatement(
                    "../../case",
                    "{\"case\":\"../../case\",\"deviations\":[],\"last\":0,"
                            + "\"notJudged\":[],\"origin\":\"log.example\",\"root\":\""
                            + head.root().base64()
                            + "\",\"size\":" + head.size() + ",\"type\":\"case-certificate\",\"v\":1,\"verdict\":\""
                            + verdict
                            + "\"}"));
        }
    }

    @Test
    void certifiesACaseOnceForEachThingThereIsToSay() throws Exception {
        EndOfCases ending = new EndOfCases();
        Path folder = temp.resolve("certificates");
        jury = new Jury("log.example", temp.resolve("lawfulness.p12"), folder, "w.example", ending, Clock.systemUTC());
        Head one = append("a");
        ending.tell("followed", one);
        jury.judge(one, log);
        CaseCertificateNote first = jury.certificates().of("../../case").orElseThrow();
        assertThat(first.signedBy(jury.verifierKey())).isTrue();
        assertThat(first.head()).isEqualTo(one);
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1);
        }

        Jury again =
                new Jury("log.example", temp.resolve("lawfulness.p12"), folder, "w.example", ending, Clock.systemUTC());
        Head two = append("b");
        ending.tell("followed", two);
        again.judge(two, log);
        assertThat(again.certificates().of("../../case").orElseThrow().at())
                .as("since when it holds stays")
                .isEqualTo(first.at());

        Head three = append("c");
        ending.tell("deviated", three);
        again.judge(three, log);
        assertThat(again.certificates().of("../../case").orElseThrow().head()).isEqualTo(three);

        try (var all = Files.walk(folder)) {
            Path file = all.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replace("deviated", "followed"));
        }
        assertThat(again.certificates().of("../../case"))
                .as("altered on the disk")
                .isEmpty();
    }
}
