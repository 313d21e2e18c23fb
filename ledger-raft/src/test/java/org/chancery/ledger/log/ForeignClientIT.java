package org.chancery.ledger.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.chancery.ledger.Checkpoint;
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
    private static final int OLDER = 40_123;

    @TempDir
    private Path temp;

    private LogKey key;
    private Path folder;
    private Path checkpoint;
    private String olderRoot;

    @BeforeEach
    void makeLog() throws IOException {
        assertThat(LIBRARY).as("install golang and golang-golang-x-mod-dev").isDirectory();
        folder = temp.resolve("store");
        key = LogKey.open(temp.resolve("log.p12"), ORIGIN);
        checkpoint = temp.resolve("checkpoint");
        try (LogStore store = LogStore.open(folder)) {
            for (int i = 0; i < LEAVES; i++) {
                byte[] record = ("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                store.append(new UUID(i, i), 1, i, record, new byte[0]);
            }
            publishPartialTiles(store);
            olderRoot = store.root(OLDER).base64();
            Checkpoint signed = key.sign(store.head(), Instant.parse("2026-11-24T01:02:03Z"));
            Files.writeString(checkpoint, signed.note());
        }
    }

    /** What is not full yet is in no file; an HTTP endpoint makes these on demand. */
    private void publishPartialTiles(LogStore store) throws IOException {
        long size = store.head().size();
        for (int level = 0; size > 0; level++, size /= HashTree.WIDTH) {
            int width = (int) (size % HashTree.WIDTH);
            if (width > 0) {
                long tile = size / HashTree.WIDTH;
                write(TilePath.hashes(folder, level, tile), width, store.tile(level, tile, width));
                if (level == 0) {
                    write(TilePath.entries(folder, tile), width, store.entries(tile, width));
                }
            }
        }
    }

    private static void write(Path full, int width, byte[] bytes) throws IOException {
        Path partial = full.resolveSibling(full.getFileName() + ".p").resolve(Integer.toString(width));
        Files.createDirectories(partial.getParent());
        Files.write(partial, bytes);
    }

    @Test
    void goChecksEveryLeafUnderOurCheckpoint() throws IOException, InterruptedException {
        Outcome outcome = run(key.verifierKey().text());
        assertThat(outcome.output)
                .isEqualTo(ORIGIN + " " + LEAVES + " leaves, " + LEAVES + " checked, extends " + OLDER + " " + olderRoot
                        + "\n");
        assertThat(outcome.code).isZero();
        System.out.print("ForeignClientIT: " + outcome.output);
    }

    @Test
    void goRefusesAForeignKeyAndAnAlteredEntry() throws IOException, InterruptedException {
        LogKey foreign = LogKey.open(temp.resolve("foreign.p12"), ORIGIN);
        assertThat(run(foreign.verifierKey().text()).code).isNotZero();
        Path bundle = TilePath.entries(folder, 100);
        byte[] altered = Files.readAllBytes(bundle);
        altered[5] ^= 1;
        Files.write(bundle, altered);
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
                folder.toString(),
                checkpoint.toString(),
                vkey,
                Integer.toString(OLDER)));
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOFLAGS", "");
        builder.environment().put("GOPATH", "/usr/share/gocode");
        builder.environment()
                .put("GOCACHE", Path.of("target/go-cache").toAbsolutePath().toString());
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), output);
    }
}
