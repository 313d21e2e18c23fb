package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./chancery witness} as a process of its own; a foreign program reads what it cosigned. */
class WitnessProcessIT {

    private static final String ORIGIN = "chancery.example/main";
    private static final Path PROGRAM = Path.of("src/test/go/witness/main.go").toAbsolutePath();
    /** With the package that verifies cosignatures. */
    private static final Path SHARED = Path.of("src/test/go").toAbsolutePath();

    private static final Path LIBRARY = Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb");

    @TempDir
    private Path temp;

    private final List<Process> started = new ArrayList<>();
    private ServedLog log;

    @BeforeEach
    void serveLog() throws IOException {
        log = ServedLog.start(temp, ORIGIN);
        log.growTo(300);
    }

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
        log.close();
    }

    /** Go's note package opens what our process cosigned and served; killed, the process remembers it. */
    @Test
    void itCosignsServesAndRemembersThroughAKill() throws Exception {
        Running first = start();
        assertThat(first.line("cosigned")).contains(ORIGIN + " at 300 entries");
        String vkey = Files.readString(temp.resolve("witness/witness.vkey")).strip();
        assertThat(LIBRARY).as("install golang and golang-golang-x-mod-dev").isDirectory();
        Outcome read = go(first.address, vkey);
        assertThat(read.output).isEqualTo(ORIGIN + " size 300 signed by " + ORIGIN + " and court.example/witness\n");
        System.out.print("WitnessProcessIT: Go read " + read.output);
        String foreign = log.key.verifierKey().text();
        assertThat(go(first.address, vkey.replace(vkey.substring(vkey.length() - 6), "AAAAA=")).code)
                .isNotZero();
        assertThat(go(first.address, foreign).code).isNotZero();

        first.process.destroyForcibly().waitFor();
        Running second = start();
        assertThat(second.line("nothing new")).contains("300");
        assertThat(post(second.address, "old 7\n\n" + log.shown().note())).isEqualTo(409);
    }

    @Test
    void askedToLookOnceItSaysByItsExitCodeHowItWent() {
        String key = log.key.verifierKey().text();
        String data = temp.resolve("once").toString();
        List<String> look = List.of(
                "--org", "w.example", "--log", log.address().toString(), "--data", data, "--key", key, "--once");
        assertThat(run(look).output).contains("at 300 entries");
        assertThat(run(look).code).isZero();
        log.show(log.sign(new Head(300, new Hash(new byte[32]))));
        Outcome lied = run(look);
        assertThat(lied.code).isEqualTo(1);
        assertThat(lied.output).contains("REFUSED").contains("PROOF OF A LIE");
    }

    /** A peer that cannot be compared may have been shown another history: that is no agreement. */
    @Test
    void aPeerThatCannotBeComparedIsNoAgreement() throws Exception {
        String key = log.key.verifierKey().text();
        String data = temp.resolve("once").toString();
        List<String> look = List.of(
                "--org", "w.example", "--log", log.address().toString(), "--data", data, "--key", key, "--once");
        try (Witness peer = Witness.open(
                        temp.resolve("peer"), "p.example", List.of(log.key.verifierKey()), Clock.systemUTC());
                WitnessServer server = WitnessServer.start(peer, new InetSocketAddress("127.0.0.1", 0))) {
            List<String> compare = new ArrayList<>(look);
            compare.addAll(List.of("--peer", "http://127.0.0.1:" + server.port()));
            Outcome nothing = run(compare);
            assertThat(nothing.code)
                    .as("it has cosigned nothing: " + nothing.output)
                    .isEqualTo(3);
            assertThat(nothing.output).contains("NOT COMPARED: 1 of 1 peers", "at 300 entries");
            new LogFollower(new RemoteLog(new Web(), log.address()), peer).look();
            assertThat(run(compare).code).isZero();
            log.other.put("/" + Witness.originHash(ORIGIN) + "/checkpoint", "garbage".getBytes(StandardCharsets.UTF_8));
            compare.addAll(List.of("--peer", log.address().toString()));
            Outcome unreadable = run(compare);
            assertThat(unreadable.code).isEqualTo(3);
            assertThat(unreadable.output)
                    .contains("NOT COMPARED: 1 of 2 peers", log.address().toString());
        }
        List<String> gone = new ArrayList<>(look);
        gone.addAll(List.of("--peer", "http://127.0.0.1:1"));
        assertThat(run(gone).code).as("unreachable").isEqualTo(3);
    }

    @Test
    void whatItCannotFollowItSaysAndDoesNotStart() {
        String data = temp.resolve("refused").toString();
        String log0 = log.address().toString();
        for (List<String> arguments : List.of(
                List.<String>of(),
                List.of("--org", "w"),
                List.of("--log", log0, "--data", data),
                List.of("--org", "w", "--log", log0, "--data", data),
                List.of("--org", "w", "--log", "ftp://x", "--data", data),
                List.of("--org", "w", "--listen", "70000", "--data", data),
                List.of("--org", "w", "--log", log0, "--data", data, "--key", "x"),
                List.of("--org", "w", "--log", log0, "--data", data, "--key-file", "missing"),
                List.of(
                        "--org",
                        "a b",
                        "--log",
                        log0,
                        "--data",
                        data,
                        "--key",
                        log.key.verifierKey().text()),
                List.of("--org", "w", "--log", log0, "--every", "0"),
                List.of("--org", "w", "--what", "x"),
                List.of("--org"))) {
            Outcome outcome = run(arguments);
            assertThat(outcome.code).as(arguments.toString()).isEqualTo(2);
            assertThat(outcome.output).isNotBlank();
        }
        assertThat(run(List.of("--org", "w", "--log", log0, "--data", data)).output)
                .contains("log.vkey");
    }

    private record Outcome(int code, String output) {}

    private Outcome run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = new WitnessCommand(Locale.ENGLISH, both, both, Optional.empty()).run(temp, arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8));
    }

    private final class Running {
        private final Process process;
        private final BufferedReader reader;
        private final String address;

        Running(Process process) throws IOException {
            this.process = process;
            this.reader = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            Matcher listening = Pattern.compile("http://\\S+").matcher(line("listens on"));
            assertThat(listening.find()).isTrue();
            this.address = listening.group();
        }

        /** Reads on to the first line with this text. */
        String line(String text) throws IOException {
            StringBuilder read = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.contains(text)) {
                    return line;
                }
                read.append(line).append('\n');
            }
            throw new AssertionError("no '" + text + "' in " + read);
        }
    }

    private Running start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.language=en",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WitnessCommand.class.getName(),
                        "--org",
                        "court.example/witness",
                        "--log",
                        log.address().toString(),
                        "--listen",
                        "0",
                        "--data",
                        temp.resolve("witness").toString(),
                        "--key",
                        log.key.verifierKey().text())
                .redirectErrorStream(true)
                .start();
        started.add(process);
        return new Running(process);
    }

    private static int post(String address, String body) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/add-checkpoint"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private Outcome go(String address, String witnessKey) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                "go", "run", PROGRAM.toString(), address, log.key.verifierKey().text(), witnessKey);
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOFLAGS", "");
        builder.environment().put("GOPATH", SHARED + ":/usr/share/gocode");
        Process process = builder.redirectErrorStream(true).start();
        started.add(process);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
