package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.LogFiles;
import org.chancery.ledger.Tiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another implementation of the same standards reads our log: Go's module checksum database client (Debian packages
 * golang and golang-golang-x-mod-dev, which {@code .ci/run} installs) opens the checkpoint and checks every leaf.
 */
class ForeignClientIT {

    private static final Path PROGRAM = Path.of("src/test/go/oracle/main.go").toAbsolutePath();
    private static final Path LIBRARY = Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb");
    private static final String ORIGIN = "chancery.example/main";
    private static final int LEAVES = 66_000;

    @TempDir
    private Path temp;

    private LogKey key;
    private LogStore store;
    private HttpServer server;

    @BeforeEach
    void serveLog() throws IOException {
        assertThat(LIBRARY).as("install golang and golang-golang-x-mod-dev").isDirectory();
        key = LogKey.open(temp.resolve("log.p12"), ORIGIN);
        store = LogStore.open(temp.resolve("store"));
        for (int i = 0; i < LEAVES; i++) {
            byte[] record = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
            store.append(new UUID(i, i), 1, i, record, new byte[0]);
        }
        Checkpoint signed = key.sign(store.head(), Instant.parse("2026-11-24T01:02:03Z"));
        LogFiles files = new LogFiles(store, () -> signed);
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", exchange -> {
            Optional<LogFiles.Resource> found =
                    files.get(exchange.getRequestURI().getPath());
            byte[] body = found.map(LogFiles.Resource::body).orElse(new byte[0]);
            exchange.sendResponseHeaders(found.isPresent() ? 200 : 404, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        store.close();
    }

    @Test
    void goMirrorsTheLogAndChecksEveryLeafUnderOurCheckpoint() throws IOException, InterruptedException {
        Outcome outcome = run(key.verifierKey().text());
        assertThat(outcome.output)
                .isEqualTo(ORIGIN + " " + LEAVES + " leaves, " + LEAVES + " checked, extends 100 older sizes\n");
        assertThat(outcome.code).isZero();
        System.out.print("ForeignClientIT: " + outcome.output);
    }

    @Test
    void goRefusesAForeignKeyAndAnAlteredEntry() throws IOException, InterruptedException {
        LogKey foreign = LogKey.open(temp.resolve("foreign.p12"), ORIGIN);
        assertThat(run(foreign.verifierKey().text()).code).isNotZero();
        Path mirrored = temp.resolve("mirror/tile/entries/100");
        Files.createDirectories(mirrored.getParent());
        byte[] altered = store.entries(100, Tiles.WIDTH);
        altered[5] ^= 1;
        Files.write(mirrored, altered);
        Outcome outcome = run(key.verifierKey().text());
        assertThat(outcome.code).isNotZero();
        assertThat(outcome.output).contains("invalid");
    }

    private record Outcome(int code, String output) {}

    private Outcome run(String vkey) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "go",
                "run",
                PROGRAM.toString(),
                "http://127.0.0.1:" + server.getAddress().getPort(),
                vkey,
                temp.resolve("mirror").toString(),
                "20261123"));
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOFLAGS", "");
        builder.environment().put("GOPATH", "/usr/share/gocode");
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
