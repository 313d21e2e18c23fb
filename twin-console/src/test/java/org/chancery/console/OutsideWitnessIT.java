package org.chancery.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.WitnessProgram;
import org.chancery.engine.Engine;
import org.chancery.ledger.verify.VerifyCommand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./chancery witness} beside a running node with cases: it has nothing but what the node serves to anybody. */
class OutsideWitnessIT {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    static Path data;

    @TempDir
    static Path court;

    private static Office office;

    @BeforeAll
    static void open() {
        office = new Office(data);
        FiledCase.rejectedByTheBank(office);
        FiledCase.refused(office);
        office.awaitCheckpoint();
    }

    @AfterAll
    static void close() {
        office.close();
    }

    private record Outcome(int code, String output) {}

    private static Outcome java(Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(court, "output", "");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    @Test
    void aWitnessFromOutsideJudgesEveryCaseOnItsModel() throws Exception {
        long recorded = office.part(Engine.class).ledger().head().size();
        await(() -> office.part(Engine.class).ledger().published().head().size() >= recorded);
        Outcome outcome = java(
                WitnessProgram.class,
                "--org",
                "court.example/witness",
                "--log",
                office.address(),
                "--key-file",
                data.resolve("log.vkey").toString(),
                "--data",
                court.resolve("witness").toString(),
                "--once");
        assertThat(outcome.code).as(outcome.output).isZero();
        Matcher stated = Pattern.compile("stated: all of the first (\\d+) entries are lawful")
                .matcher(outcome.output);
        assertThat(stated.find()).as(outcome.output).isTrue();
        assertThat(Long.parseLong(stated.group(1))).isGreaterThanOrEqualTo(recorded);
        assertThat(outcome.output.lines().toList())
                .as("nothing but its own sentences")
                .hasSizeLessThan(9);
    }

    @Test
    void modelsAreServedToAnybodyByTheHashThatRecordsName() throws Exception {
        String model = office.part(Engine.class).models().versions().getFirst().sha256();
        HttpResponse<byte[]> answer = get("models/" + model);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("<bpmn:process id=\"est\"");
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(told -> assertThat(told).contains("public", "immutable", "max-age=31536000"));
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(get("models/" + "A".repeat(43)).statusCode()).isEqualTo(404);
        for (String other :
                List.of("models/" + "A".repeat(42), "models/..%2Flog.vkey" + "A".repeat(31), "models/x/y")) {
            assertThat(get(other).statusCode()).as(other).isNotEqualTo(200);
        }
    }

    /** As a stranger would: the list of statements, one of them with its list, and the command that checks them. */
    @Test
    void theNodesOwnStatementsAreServedAndVerified() throws Exception {
        await(() -> office.part(Engine.class).ledger().witnesses().lawfulness().size() == 2);
        String all = text("api/ledger/lawfulness");
        Matcher note = Pattern.compile("\"note\":\"/(lawfulness/[0-9a-f]{8})\"").matcher(all);
        Matcher list =
                Pattern.compile("\"findings\":\"/(lawfulness/[0-9a-f]{64})\"").matcher(all);
        assertThat(note.find() && list.find()).as(all).isTrue();
        assertThat(all).contains("\"deviations\":0", "\"notJudged\":0", "witness-1/lawfulness");
        Path statement = Files.writeString(court.resolve("statement"), text(note.group(1)));
        Path findings = Files.writeString(court.resolve("findings"), text(list.group(1)));
        Outcome outcome = java(
                VerifyCommand.class,
                statement.toString(),
                "--findings",
                findings.toString(),
                "--key-file",
                data.resolve("sealing.policy").toString());
        assertThat(outcome.output).startsWith("LAWFUL: all of the first ");
        assertThat(outcome.code).isZero();
        assertThat(text("judges.vkey").lines()).hasSize(2);
        assertThat(Files.readString(data.resolve("sealing.policy")))
                .contains(text("judges.vkey").lines().toList());
        assertThat(get("lawfulness/00000000").statusCode()).isEqualTo(404);
        assertThat(get("lawfulness/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private static String text(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(office.address() + path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}
