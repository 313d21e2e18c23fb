package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.ledger.Quorum;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.verify.KeyHistory;
import org.chancery.ledger.verify.Officers;
import org.chancery.ledger.verify.Trust;
import org.chancery.ledger.verify.VerifierKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on the data folder of a node that does not run. */
class KeysCommandIT {

    private static final String ORIGIN = "chancery.local/main";

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void name() {
        data = folder.resolve("data");
    }

    private record Said(int code, String out, String err) {}

    private Said run(Locale locale, String... order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> words =
                Stream.concat(Stream.of(data.toString()), Arrays.stream(order)).toList();
        int code = new KeysCommand(
                        locale,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(words);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anOfficerRotatesTheKeyAndTwoRecordATheft() throws Exception {
        DataFolder.take(data).close();
        String first;
        try (Quorum quorum = Quorum.start(QuorumConfig.singleMachine(ORIGIN, data))) {
            first = quorum.verifierKey();
        }
        String clerk = "clerk=" + folder.resolve("clerk.p12");
        String auditor = "auditor=" + folder.resolve("auditor.p12");
        StringBuilder officers = new StringBuilder();
        for (String name : List.of("clerk", "auditor")) {
            Said said = run(
                    Locale.ENGLISH,
                    "officer",
                    name,
                    folder.resolve(name + ".p12").toString());
            assertThat(said.code).as(said.err).isZero();
            officers.append(said.out.lines().skip(1).findFirst().orElseThrow()).append('\n');
        }
        Said refused = run(Locale.ENGLISH, "rotate", "--as", clerk);
        assertThat(refused.code).isEqualTo(2);
        assertThat(refused.err).contains("The key was not changed").contains("officers.vkey");
        Files.writeString(data.resolve("officers.vkey"), officers);

        Said noLine = run(Locale.ENGLISH, "rotate", "--line", "sm2", "--as", clerk);
        assertThat(noLine.code).isEqualTo(2);
        assertThat(noLine.err).contains("The key was not changed").contains("chancery.signatures.further");
        Said noToken = run(Locale.ENGLISH, "rotate", "--line", "p-256", "--label", "log-2", "--as", clerk);
        assertThat(noToken.err).contains("The key was not changed").contains("no token is named");

        Said rotated = run(Locale.ENGLISH, "rotate", "--as", clerk);
        assertThat(rotated.code).as(rotated.err).isZero();
        String second = Files.readAllLines(data.resolve("log.vkey")).getFirst();
        assertThat(second).isNotEqualTo(first);
        assertThat(rotated.out).contains(second).contains("log.keys").doesNotContain(first);

        Said one = run(Locale.ENGLISH, "stolen", "--since", "2026-11-20T00:00:00Z", "--key", first, "--as", clerk);
        assertThat(one.code).isEqualTo(2);
        assertThat(one.err).contains("2 different officers");
        Said theft = run(
                Locale.SIMPLIFIED_CHINESE,
                "stolen",
                "--since",
                "2026-11-20T00:00:00Z",
                "--key",
                first,
                "--as",
                clerk,
                "--as",
                auditor);
        assertThat(theft.code).as(theft.err).isZero();
        assertThat(theft.out).contains("密钥被盗").contains(second);

        assertThat(run(Locale.ENGLISH, "rebuild").err).contains("log.keys is there");
        Path history = data.resolve("log.keys");
        Files.delete(history);
        String all = officers.toString();
        Files.writeString(
                data.resolve("officers.vkey"), all.lines().skip(1).findFirst().orElseThrow() + "\n");
        Said nobodys = run(Locale.ENGLISH, "rebuild");
        assertThat(nobodys.code).isEqualTo(2);
        assertThat(nobodys.err).contains("0 entries about keys");
        assertThat(history).doesNotExist();
        Files.writeString(data.resolve("officers.vkey"), all);
        Said rebuilt = run(Locale.ENGLISH, "rebuild");
        assertThat(rebuilt.code).as(rebuilt.err).isZero();
        assertThat(rebuilt.out)
                .contains("made again")
                .contains("cannot be made again")
                .doesNotContain("Left out");
        Trust trust = Trust.in(List.of(VerifierKey.parse(second)))
                .orderedBy(Officers.parse(all))
                .inTheLightOf(KeyHistory.parse(Files.readString(history)));
        assertThat(trust.limits().stolen()).containsExactly(Map.entry(first, Instant.parse("2026-11-20T00:00:00Z")));
    }

    @Test
    void whatIsNoOrderChangesNothingAndSaysHow() {
        for (List<String> order : List.of(
                List.<String>of(),
                List.of("burn"),
                List.of("rebuild", "--as", "a=b"),
                List.of("stolen", "--as", "a=b"),
                List.of("stolen", "--since", "yesterday", "--as", "a=b"),
                List.of("rotate", "--since", "2026-11-20T00:00:00Z"),
                List.of("rotate", "--line", "rsa", "--as", "a=b"),
                List.of("rotate", "--line", "sm2", "--label", "log-2", "--as", "a=b"),
                List.of("rotate", "--label", "log-2", "--as", "a=b"),
                List.of("stolen", "--since", "2026-11-20T00:00:00Z", "--key", "k", "--line", "sm2", "--as", "a=b"),
                List.of("rotate", "--as", "nobody"))) {
            Said said = run(Locale.ENGLISH, order.toArray(String[]::new));
            assertThat(said.code).as(order.toString()).isEqualTo(2);
            assertThat(said.err).contains("Nothing was changed").contains("Usage:");
        }
        Said nowhere = run(Locale.ENGLISH, "rotate", "--as", "a=" + folder.resolve("a.p12"));
        assertThat(nowhere.code).isEqualTo(2);
        assertThat(nowhere.err).contains("no data folder");
        assertThat(data).doesNotExist();
    }
}
