package org.chancery.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.WitnessProgram;
import org.chancery.engine.Engine;
import org.chancery.engine.Seals;
import org.chancery.ledger.Sealing;
import org.chancery.ledger.verify.VerifyCommand;
import org.chancery.ledger.witness.Witness;
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

    private static final String NAME = "court.example/witness";

    private static Office office;
    private static FiledCase ended;
    private static Relay relay;
    private static String judgesKey;

    /** The court's witness has its keys already, and the node knows where to ask it. */
    @BeforeAll
    static void open() throws IOException {
        relay = new Relay();
        try (Witness keys = Witness.open(court.resolve("witness"), NAME, List.of(), Clock.systemUTC())) {
            judgesKey = keys.lawfulnessKey().text();
            Files.writeString(
                    data.resolve("witnesses.policy"),
                    "witness court " + keys.key().text() + " http://127.0.0.1:" + relay.port() + "\nquorum none\n");
        }
        office = new Office(data);
        FiledCase.rejectedByTheBank(office);
        ended = FiledCase.refused(office);
        office.awaitCheckpoint();
    }

    @AfterAll
    static void close() throws IOException {
        office.close();
        relay.close();
    }

    private record Outcome(int code, String output) {}

    private static Outcome java(Class<?> program, String... arguments) throws Exception {
        Path output = Files.createTempFile(court, "output", "");
        Process process = start(program, output, arguments);
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static Process start(Class<?> program, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=en",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static Seals.Seal seal() {
        return office.part(Engine.class).seals().of(FiledCase.actor(office, "auditor"), ended.number());
    }

    /**
     * A policy that demands the court besides the node's own two: its certificate is fetched, shown with its time, and
     * part of the file that anybody checks offline; without it the case waits.
     */
    @Test
    void aCaseIsSealedOnlyOnceTheWitnessFromOutsideHasCertifiedIt() throws Exception {
        await(() -> seal().state() == Seals.State.SEALED);
        Path policy = data.resolve("sealing.policy");
        Files.writeString(
                policy, Files.readString(policy).replace("needed 2", "judge court " + judgesKey + "\nneeded 3"));
        assertThat(seal().state()).isEqualTo(Seals.State.AWAITING);
        assertThat(seal().sealing().missing()).containsExactly("court");
        await(() -> seal().sealing().reasons().getOrDefault("court", "").contains("cannot be asked"));
        Path output = Files.createTempFile(court, "output", "");
        Process witness = start(
                WitnessProgram.class,
                output,
                "--org",
                NAME,
                "--log",
                office.address(),
                "--listen",
                "0",
                "--every",
                "1",
                "--key-file",
                data.resolve("log.vkey").toString(),
                "--data",
                court.resolve("witness").toString());
        try {
            await(() -> listening(output).isPresent());
            relay.to(listening(output).orElseThrow());
            await(() -> seal().state() == Seals.State.SEALED);
        } finally {
            witness.destroyForcibly().waitFor();
            System.out.println("OutsideWitnessIT: " + Files.readString(output));
        }
        assertThat(seal().sealing().signatures())
                .extracting(Sealing.Signature::witness)
                .containsExactlyInAnyOrder("witness-1", "witness-2", "court");
        assertThat(seal().sealing().since()).isPresent();
        Path file = Files.writeString(
                court.resolve("case.certificate"),
                office.part(Engine.class)
                        .seals()
                        .certificates(FiledCase.actor(office, "auditor"), ended.number())
                        .orElseThrow());
        Outcome verified = java(VerifyCommand.class, file.toString(), "--policy", policy.toString());
        assertThat(verified.code).as(verified.output).isZero();
        assertThat(verified.output).contains("VALID: the case is sealed", "court: ");
    }

    @Test
    void aWitnessFromOutsideJudgesEveryCaseOnItsModel() throws Exception {
        long recorded = office.part(Engine.class).ledger().head().size();
        await(() -> office.part(Engine.class).ledger().published().head().size() >= recorded);
        Outcome outcome = java(
                WitnessProgram.class,
                "--org",
                NAME,
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
        await(() -> office.part(Engine.class).ledger().witnesses().lawfulness().size() >= 2);
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
        assertThat(text("judges.vkey").lines()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(Files.readString(data.resolve("sealing.policy")))
                .contains(text("judges.vkey").lines().toList());
        assertThat(text("sealing.policy").lines().toList())
                .as("whose certificates count, without the operator's remarks")
                .isEqualTo(Files.readAllLines(data.resolve("sealing.policy")).stream()
                        .filter(line -> !line.startsWith("#"))
                        .toList());
        assertThat(get("lawfulness/00000000").statusCode()).isEqualTo(404);
        assertThat(get("lawfulness/" + "0".repeat(64)).statusCode()).isEqualTo(404);
    }

    /** The port that the system gave the witness. */
    private static Optional<Integer> listening(Path output) {
        try {
            Matcher port = Pattern.compile("listens on http://127\\.0\\.0\\.1:(\\d+)\\s")
                    .matcher(Files.readString(output));
            return port.find() ? Optional.of(Integer.valueOf(port.group(1))) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
