package org.chancery.ledger.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.verify.StatementVerifier.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forger at statements of lawfulness and their lists: has everything but the key. The seed is printed. */
class ForgedStatementsTest {

    private static final int FLIPS = 200;

    @TempDir
    private Path court;

    @TempDir
    private Path thief;

    private SignedStatement judge;
    private StatementVerifier verifier;
    private String genuine;
    private String list;
    private final Map<String, Integer> outcomes = new TreeMap<>();

    @BeforeEach
    void sign() {
        judge = SignedStatement.by(court, "court.example/witness/lawfulness");
        verifier = new StatementVerifier(List.of(judge.verifierKey()));
        genuine = judge.of(12, SignedStatement.FINDINGS);
        list = Findings.text(SignedStatement.FINDINGS);
    }

    private void refused(String name, String statement, String findings) {
        refused(name, statement.getBytes(UTF_8), findings.getBytes(UTF_8));
    }

    private void refused(String name, byte[] statement, byte[] findings) {
        Outcome outcome = verifier.verify(statement, Optional.of(findings));
        assertThat(outcome).as(name).isNotInstanceOf(Outcome.Genuine.class);
        outcomes.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
    }

    @Test
    void noForgeryIsTakenForAStatement() {
        long seed = Long.getLong("chancery.seed", System.nanoTime());
        Outcome good = verifier.verify(genuine.getBytes(UTF_8), Optional.of(list.getBytes(UTF_8)));
        assertThat(((Outcome.Genuine) good).findings()).contains(SignedStatement.FINDINGS);
        flips(new Random(seed));
        texts();
        lists();
        foreign();
        System.out.println("ForgedStatementsTest: seed " + seed + ", none genuine: " + outcomes);
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(400);
        assertThat(outcomes.keySet()).contains("Altered", "Malformed", "OtherList", "UnknownSigner");
    }

    private void flips(Random random) {
        for (int i = 0; i < FLIPS; i++) {
            byte[] statement = genuine.getBytes(UTF_8);
            int at = random.nextInt(statement.length);
            statement[at] ^= (byte) (1 << random.nextInt(8));
            refused("statement, byte " + at, statement, list.getBytes(UTF_8));
            byte[] findings = list.getBytes(UTF_8);
            at = random.nextInt(findings.length);
            findings[at] ^= (byte) (1 << random.nextInt(8));
            refused("list, byte " + at, genuine.getBytes(UTF_8), findings);
        }
    }

    private void texts() {
        Map<String, String> changes = new TreeMap<>(Map.of(
                "deviations 2", "deviations 0",
                "not-judged 1", "not-judged 0",
                "\n12\n", "\n13\n",
                "log.example/main", "log.example/side",
                "2026-11-24", "2027-11-24",
                "lawfulness v1", "lawfulness v2",
                "\n\n", "\nextra\n\n"));
        changes.forEach((what, with) -> {
            assertThat(genuine).contains(what);
            refused(what + " > " + with, genuine.replace(what, with), list);
        });
        refused("carriage returns", genuine.replace("\n", "\r\n"), list);
        refused("an empty line behind", genuine + "\n", list);
        refused("no last newline", genuine.strip(), list);
        refused("a byte order mark", "\ufeff" + genuine, list);
        refused("nothing", "", list);
        String signature = genuine.substring(genuine.indexOf("\n\n") + 2);
        SignedNote.Signature line =
                new SignedNote.Signature(judge.key().name(), judge.verifierKey().keyId(), new byte[64]);
        refused("signed twice, once wrongly", genuine + line.line(), list);
        String checkpoint = CheckpointNote.text(SignedStatement.ORIGIN, SignedStatement.head(12), SignedStatement.AT);
        refused("a checkpoint", judge.signed(checkpoint), list);
        String innocent =
                LawfulnessNote.text(SignedStatement.ORIGIN, SignedStatement.head(12), SignedStatement.AT, List.of());
        refused("the lines of an innocent statement", innocent + "\n" + signature, "");
        refused(
                "another size",
                genuine.replace(
                        SignedStatement.head(12).root().base64(),
                        SignedStatement.head(13).root().base64()),
                list);
    }

    private void lists() {
        List<String> lines = List.of(list.split("(?<=\n)"));
        for (int i = 0; i < lines.size(); i++) {
            List<String> changed = new ArrayList<>(lines);
            changed.remove(i);
            refused("entry " + i + " dropped", genuine, String.join("", changed));
            changed.add(i, lines.get(i));
            changed.add(i, lines.get(i));
            refused("entry " + i + " twice", genuine, String.join("", changed));
        }
        refused("no entries", genuine, "");
        refused("entries in another order", genuine, lines.get(1) + lines.get(0) + lines.get(2));
        refused("an entry more", genuine, list + "deviation 10 k77 - forged\n");
        refused("another reason", genuine, list.replace("without its approval", "with its approval"));
        refused("another leaf", genuine, list.replace("deviation 3", "deviation 4"));
        refused("a deviation as not judged", genuine, list.replace("deviation 9 k77 -", "not-judged 9"));
        String older = judge.of(7, SignedStatement.FINDINGS.subList(0, 1));
        refused("the list of an older statement", genuine, Findings.text(SignedStatement.FINDINGS.subList(0, 1)));
        refused("an older statement with the newer list", older, list);
        String lying = genuine.substring(0, genuine.indexOf("\n\n") + 1).replace("deviations 2", "deviations 1");
        refused("signed, but it counts otherwise than its list", judge.signed(lying), list);
    }

    private void foreign() {
        SignedStatement other = SignedStatement.by(thief, judge.key().name());
        refused("a thief's key of the same name", other.of(12, List.of()), "");
        SignedNote.Signature line = new SignedNote.Signature(
                judge.key().name(),
                judge.verifierKey().keyId(),
                other.key()
                        .sign(genuine.substring(0, genuine.indexOf("\n\n") + 1).getBytes(UTF_8)));
        String text = genuine.substring(0, genuine.indexOf("\n\n") + 1);
        refused("a thief's signature under the judge's id", new SignedNote(text, List.of(line)).render(), list);
    }

    /** What an older statement says was so; of entries since then it says nothing, whoever shows it. */
    @Test
    void anOlderStatementSpeaksOfItsSizeOnly() {
        List<Judgement> first = SignedStatement.FINDINGS.subList(0, 1);
        Outcome outcome = verifier.verify(
                judge.of(7, first).getBytes(UTF_8),
                Optional.of(Findings.text(first).getBytes(UTF_8)));
        assertThat(((Outcome.Genuine) outcome).note().head().size()).isEqualTo(7);
    }
}
