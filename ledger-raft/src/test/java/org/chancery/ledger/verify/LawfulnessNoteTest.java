package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.log.NaiveTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The statement of lawfulness and the list it commits to. */
class LawfulnessNoteTest {

    private static final Head HEAD = new Head(12, new Hash(new byte[32]));
    private static final Instant AT = Instant.parse("2026-11-24T01:02:03.456Z");
    private static final List<Judgement> FINDINGS = List.of(
            new Judgement.Deviation("Jx0Q", 3, "Activity_Approve", "completed without its approval"),
            new Judgement.NotJudged(5, "decision d7 has a withheld input"),
            new Judgement.Deviation("k77", 9, "", "ended twice"),
            new Judgement.Recorded("Jx0Q", 12, 3, "Activity_Approve", "completed without its approval"));
    private static final String SIGNATURE = "\n— w AAAAAAA=\n";

    @Test
    void aStatementSaysWhatWasJudgedAndHowMuchWasFound() throws MalformedTextException {
        String text = LawfulnessNote.text("log.example", HEAD, AT, FINDINGS);
        LawfulnessNote note = LawfulnessNote.parse(text + SIGNATURE);
        assertThat(note.origin()).isEqualTo("log.example");
        assertThat(note.head()).isEqualTo(HEAD);
        assertThat(note.at()).isEqualTo(AT);
        assertThat(note.deviations()).isEqualTo(2);
        assertThat(note.notJudged()).isEqualTo(1);
        assertThat(note.recorded()).isEqualTo(1);
        assertThat(note.lists(FINDINGS)).isTrue();
        assertThat(note.lists(FINDINGS.subList(0, 2))).isFalse();
        assertThat(note.lists(FINDINGS.reversed())).isFalse();
        assertThat(note.lists(List.of())).isFalse();
    }

    @Test
    void itIsNoCheckpointAndACheckpointIsNone() {
        String text = LawfulnessNote.text("log.example", HEAD, AT, FINDINGS);
        assertThatThrownBy(() -> CheckpointText.of(SignedNote.parse(text + SIGNATURE)))
                .isInstanceOf(MalformedTextException.class);
        String checkpoint = CheckpointNote.text("log.example", HEAD, AT);
        assertThatThrownBy(() -> LawfulnessNote.parse(checkpoint + SIGNATURE))
                .isInstanceOf(MalformedTextException.class);
    }

    @Test
    void theListReadsBackAsItWasWritten() throws MalformedTextException {
        String list = Findings.text(FINDINGS);
        assertThat(list.lines()).hasSize(4);
        assertThat(Findings.parse(list)).isEqualTo(FINDINGS);
        assertThat(Findings.parse("")).isEmpty();
        assertThat(Findings.text(List.of(new Judgement.Lawful()))).isEmpty();
    }

    @Test
    void aReasonCannotForgeAnotherLine() throws MalformedTextException {
        String list = Findings.text(List.of(
                new Judgement.Deviation("a b", 1, "c\nd", "x\ndeviation 2 e f g\u2028\u0085\r h"),
                new Judgement.NotJudged(2, "  ")));
        assertThat(list).isEqualTo("deviation 1 a_b c_d x deviation 2 e f g h\nnot-judged 2 no reason given\n");
        assertThat(Findings.text(Findings.parse(list))).isEqualTo(list);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                "deviation\n",
                "deviation 1 c e\n",
                "deviation 01 c e r\n",
                "deviation -1 c e r\n",
                "deviation 1 c e r",
                "deviation 1 c e r \n",
                "deviation 1 c  r\n",
                "not-judged 1\n",
                "not-judged 1 \n",
                "lawful 1 r\n"
            })
    void whatIsNoListIsRefused(String list) {
        assertThatThrownBy(() -> Findings.parse(list)).isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1|v2",
                "\n12\n|\n012\n",
                "time |",
                ".456Z|.4560Z",
                "deviations 2|deviations two",
                "not-judged 1|judged 1",
                "findings |findings x",
                "=\ntime|=\n\ntime"
            })
    void whatIsNoStatementIsRefused(String change) {
        String text = LawfulnessNote.text("log.example", HEAD, AT, FINDINGS);
        String[] parts = change.split("\\|", -1);
        String changed = text.replace(parts[0], parts[1]);
        assertThat(changed).isNotEqualTo(text);
        assertThatThrownBy(() -> LawfulnessNote.parse(changed + SIGNATURE)).isInstanceOf(MalformedTextException.class);
    }

    @Test
    void theFrontierHasTheRootOfEveryTree() {
        MerkleFrontier frontier = new MerkleFrontier();
        NaiveTree tree = new NaiveTree();
        for (int size = 0; size <= 260; size++) {
            assertThat(frontier.head()).isEqualTo(new Head(size, tree.root(size)));
            byte[] entry = {(byte) size, (byte) (size >> 8)};
            frontier.add(entry);
            tree.add(entry);
        }
    }
}
