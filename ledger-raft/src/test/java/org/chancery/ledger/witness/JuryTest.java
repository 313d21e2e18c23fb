package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.chancery.ledger.CaseStatement;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judge;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.log.FileDisk;
import org.chancery.ledger.log.NaiveTree;
import org.chancery.ledger.log.SigningKey;
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

    private Instant now = Instant.parse("2026-11-24T01:02:03Z");
    private boolean model = true;

    /** Finds what an entry says of itself; one asks for a model, which may be away. */
    private final class Reader implements Judge {
        private boolean lacked;

        @Override
        public boolean couldSeeMore() {
            return lacked && model;
        }

        @Override
        public List<Judgement> judge(long leaf, byte[] record) {
            judged.add(leaf);
            if (new String(record, StandardCharsets.UTF_8).equals("modelled") && !model) {
                lacked = true;
                return List.of(new Judgement.NotJudged(leaf, "no model"));
            }
            return opinion(leaf, record);
        }
    }

    private List<Judgement> opinion(long leaf, byte[] record) {
        return switch (new String(record, StandardCharsets.UTF_8)) {
            case "unlawful" ->
                List.of(new Judgement.Lawful(), new Judgement.Deviation("case", leaf, "Task", "skipped"));
            case "withheld" -> List.of(new Judgement.NotJudged(leaf, "withheld"));
            case "broken" -> throw new IllegalStateException("a citizen's name");
            default -> List.of();
        };
    }

    @BeforeEach
    void begin() {
        jury = open();
    }

    private Jury open() {
        return open(Reader::new);
    }

    private Jury open(Supplier<Judge> judges) {
        Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
        StatementFiles files = new StatementFiles(temp.resolve("log"), new FileDisk(temp));
        SigningKey key = SigningKey.open(temp.resolve("lawfulness.p12"), "lawfulness", "w.example/lawfulness");
        JudgeFolder folder = new JudgeFolder(temp.resolve("judge"), new FileDisk(temp), key, "log.example");
        return new Jury("log.example", key, "w.example", judges, files, temp.resolve("certificates"), folder, clock);
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

    /** Once the log shows what was cosigned, all is read anew by itself; what was read before leaves no trace. */
    @Test
    void wrongEntriesAreForgottenAndAllAreReadAnewAfterAWhile() {
        Head head = append("lawful", "lawful", "unlawful");
        entries.set(0, "withheld");
        for (int seconds : new int[] {10, 20, 40}) {
            judged.clear();
            assertThatThrownBy(() -> jury.judge(head, log))
                    .isInstanceOf(LedgerException.Unavailable.class)
                    .hasMessageContaining(now.plusSeconds(seconds).toString());
            assertThat(judged).containsExactly(0L, 1L, 2L);
            now = now.plusSeconds(seconds - 1);
            judged.clear();
            assertThatThrownBy(() -> jury.judge(head, log)).isInstanceOf(LedgerException.Unavailable.class);
            assertThat(judged).as("not before its time").isEmpty();
            now = now.plusSeconds(1);
        }
        entries.set(0, "lawful");
        jury.judge(head, log);
        assertThat(jury.newest().orElseThrow().findings())
                .containsExactly(new Judgement.Deviation("case", 2, "Task", "skipped"));
    }

    @Test
    void whatAMissingModelKeptFromJudgementIsJudgedOnceItIsThere() {
        model = false;
        Head head = append("lawful", "modelled", "unlawful");
        jury.judge(head, log);
        assertThat(jury.newest().orElseThrow().findings()).hasSize(2).contains(new Judgement.NotJudged(1, "no model"));
        Lawfulness first = jury.newest().orElseThrow();
        model = true;
        jury.judge(head, log);
        assertThat(jury.newest()).as("it is asked for once a minute").contains(first);
        now = now.plusSeconds(60);
        jury.judge(head, log);
        assertThat(jury.newest().orElseThrow().findings())
                .containsExactly(new Judgement.Deviation("case", 2, "Task", "skipped"));
        judged.clear();
        now = now.plusSeconds(60);
        jury.judge(head, log);
        assertThat(judged).isEmpty();
    }

    /** Started again, it shows what it stated last until it has judged everything anew, and more. */
    @Test
    void theLastStatementIsShownAgainAfterAStart() {
        jury.judge(append("lawful", "unlawful"), log);
        Lawfulness first = jury.newest().orElseThrow();
        jury.judge(append("withheld"), log);
        assertThat(open().newest()).as("kept ten seconds apart").contains(first);
        jury.keep();
        Lawfulness last = jury.newest().orElseThrow();
        jury = open();
        assertThat(jury.newest()).contains(last);
        judged.clear();
        now = now.plusSeconds(1);
        jury.judge(last.head(), log);
        assertThat(judged).as("all anew, though it is stated").containsExactly(0L, 1L, 2L);
        assertThat(jury.newest().orElseThrow().findings()).isEqualTo(last.findings());
    }

    @Test
    void aKeptStatementThatIsNotItsOwnIsNotShown() throws IOException {
        jury.judge(append("lawful", "unlawful"), log);
        Path statement = temp.resolve("log/lawfulness");
        Path list = temp.resolve("log/lawfulness.findings");
        String genuine = Files.readString(statement);
        Files.writeString(statement, genuine.replace("deviations 1", "deviations 0"));
        assertThat(open().newest()).isEmpty();
        Files.writeString(statement, genuine);
        assertThat(open().newest()).isPresent();
        Files.writeString(list, "");
        assertThat(open().newest())
                .as("another list, as after a crash between the two")
                .isEmpty();
        Files.delete(list);
        assertThat(open().newest()).isEmpty();
        jury = open();
        now = now.plusSeconds(11);
        jury.judge(append("lawful"), log);
        assertThat(open().newest()).isEqualTo(jury.newest());
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
        jury = open(() -> ending);
        Head one = append("a");
        ending.tell("followed", one);
        jury.judge(one, log);
        CaseCertificateNote first = jury.certificates().of("../../case").orElseThrow();
        assertThat(first.signedBy(jury.verifierKey())).isTrue();
        assertThat(first.head()).isEqualTo(one);
        try (var all = Files.walk(folder)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(1);
        }

        Jury again = open(() -> ending);
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

    /** A case is followed again for its certificate too, and may turn out not to be what it was. */
    @Test
    void whatWasPutByAndIsNotWhatItWasIsReadAnewBeforeAnythingIsStated() {
        List<RuntimeException> once = new ArrayList<>(List.of(new JudgeMemory.Contradicted("a case is another")));
        jury = open(() -> new Judge() {
            @Override
            public List<Judgement> judge(long leaf, byte[] record) {
                judged.add(leaf);
                return List.of();
            }

            @Override
            public List<CaseStatement> ended(String origin, Head head) {
                if (!once.isEmpty()) {
                    throw once.removeFirst();
                }
                return List.of();
            }
        });
        Head head = append("a", "b");
        assertThatThrownBy(() -> jury.judge(head, log))
                .isInstanceOf(LedgerException.Unavailable.class)
                .hasMessageContaining("had put by")
                .hasMessageContaining("a case is another");
        assertThat(jury.newest()).isEmpty();
        now = now.plusSeconds(10);
        jury.judge(head, log);
        assertThat(judged).containsExactly(0L, 1L, 0L, 1L);
        assertThat(jury.newest().orElseThrow().head()).isEqualTo(head);
    }
}
