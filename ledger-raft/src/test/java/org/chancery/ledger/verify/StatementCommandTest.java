package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify} of a statement of lawfulness: what it says, and its exit codes. */
class StatementCommandTest {

    @TempDir
    private Path folder;

    private SignedStatement judge;

    @BeforeEach
    void sign() throws IOException {
        judge = SignedStatement.by(folder, "court.example/witness/lawfulness");
        Files.writeString(folder.resolve("s"), judge.of(12, SignedStatement.FINDINGS));
        Files.writeString(folder.resolve("l"), Findings.text(SignedStatement.FINDINGS));
        Files.writeString(folder.resolve("lawful"), judge.of(12, List.of()));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/sealing.policy"),
                "# judges\nlog log.example/main\njudge court "
                        + judge.verifierKey().text() + "\nneeded 1\n");
    }

    private record Said(int code, String text) {}

    private Said run(Locale locale, String... arguments) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(text, true, StandardCharsets.UTF_8);
        int code = new VerifyCommand(locale, both, both).run(folder, List.of(arguments));
        return new Said(code, text.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itSaysWhoStatedWhatOfHowManyEntries() {
        Said all = run(Locale.ENGLISH, "lawful");
        assertThat(all.text)
                .startsWith("LAWFUL: all of the first 12 entries\n")
                .contains("court.example/witness/lawfulness stated on 2026-11-24 01:02:03.456 UTC")
                .contains(
                        "log: log.example/main", SignedStatement.head(12).root().base64());
        assertThat(all.code).isZero();
        Said some = run(Locale.ENGLISH, "s", "--findings", "l");
        assertThat(some.text)
                .startsWith("NOT ALL LAWFUL: of the first 12 entries, 2 deviations and 1 findings not judged\n")
                .contains("  deviation 3 Jx0Q Activity_Approve completed without its approval\n")
                .contains("  not-judged 5 decision d7");
        assertThat(some.code).isEqualTo(3);
        assertThat(run(Locale.SIMPLIFIED_CHINESE, "s", "--findings", "l").text)
                .startsWith("并非全部合规：前 12 条记录中偏离 2 处，未判断 1 处\n");
        Said withoutList = run(Locale.ENGLISH, "s");
        assertThat(withoutList.text).contains("give it with --findings");
        assertThat(withoutList.code).isEqualTo(3);
    }

    @Test
    void whatAModelCallsAnElementStandsBelowTheSignedLine() throws IOException {
        Files.writeString(folder.resolve("m.bpmn"), "<process><task id='Activity_Approve' name='Approve'/></process>");
        assertThat(run(Locale.ENGLISH, "s", "--findings", "l", "--model", "m.bpmn").text)
                .contains("  deviation 3 Jx0Q Activity_Approve completed without its approval\n"
                        + "    Activity_Approve is 'Approve' in the model that was given\n  not-judged 5");
        Files.writeString(folder.resolve("m.bpmn"), "<process");
        assertThat(run(Locale.ENGLISH, "s", "--findings", "l", "--model", "m.bpmn").code)
                .isEqualTo(2);
    }

    @Test
    void ofOneEntryItSaysWhatIsListed() {
        assertThat(run(Locale.ENGLISH, "s", "--findings", "l", "--entry", "9")).satisfies(said -> {
            assertThat(said.text).contains("Of entry 9 it says:\n  deviation 9 k77 - ended twice\n");
            assertThat(said.text).doesNotContain("deviation 3");
            assertThat(said.code).isEqualTo(3);
        });
        assertThat(run(Locale.ENGLISH, "s", "--findings", "l", "--entry", "4")).satisfies(said -> {
            assertThat(said.text).contains("Of entry 4 it lists nothing.");
            assertThat(said.code).isZero();
        });
        assertThat(run(Locale.ENGLISH, "lawful", "--entry", "12")).satisfies(said -> {
            assertThat(said.text).contains("does not speak of entry 12");
            assertThat(said.code).isOne();
        });
        assertThat(run(Locale.ENGLISH, "s", "--entry", "4")).satisfies(said -> {
            assertThat(said.text).contains("give it with --findings").doesNotContain("lists nothing");
            assertThat(said.code).isEqualTo(3);
        });
    }

    @Test
    void whatIsNotGenuineIsNotValid() throws IOException {
        Files.writeString(folder.resolve("dropped"), Findings.text(SignedStatement.FINDINGS.subList(0, 2)));
        assertThat(run(Locale.ENGLISH, "s", "--findings", "dropped").text).startsWith("ALTERED: the list");
        Files.writeString(
                folder.resolve("s"), judge.of(12, SignedStatement.FINDINGS).replace("deviations 2", "deviations 0"));
        assertThat(run(Locale.ENGLISH, "s").text).startsWith("ALTERED: the statement");
        assertThat(run(Locale.ENGLISH, "s").code).isOne();
        Path other = Files.createDirectory(folder.resolve("other"));
        String foreign =
                SignedStatement.by(other, "other.example").verifierKey().text();
        assertThat(run(Locale.ENGLISH, "lawful", "--key", foreign)).satisfies(said -> {
            assertThat(said.text).startsWith("UNKNOWN SIGNER court.example/witness/lawfulness\n");
            assertThat(said.code).isOne();
        });
        assertThat(run(Locale.ENGLISH, "l", "--findings", "l").text).startsWith("NOT A STATEMENT");
    }

    @Test
    void whatCannotBeCheckedSaysWhy() throws IOException {
        assertThat(run(Locale.ENGLISH, "lawful", "--findings", "missing")).satisfies(said -> {
            assertThat(said.text).contains("missing cannot be read");
            assertThat(said.code).isEqualTo(2);
        });
        assertThat(run(Locale.ENGLISH, "lawful", "--entry", "x").text)
                .contains("--entry x")
                .contains("Usage");
        assertThat(run(Locale.ENGLISH, "lawful", "--what", "x").code).isEqualTo(2);
        Files.writeString(
                folder.resolve("keys"), "# mine\n\n" + judge.verifierKey().text() + "\nnonsense\n");
        assertThat(run(Locale.ENGLISH, "lawful", "--key-file", "keys").text).contains("see its line 4");
        Files.delete(folder.resolve("data/sealing.policy"));
        assertThat(run(Locale.ENGLISH, "lawful").text).contains("No judge is trusted yet");
        assertThat(run(Locale.ENGLISH, "lawful").code).isEqualTo(2);
    }
}
