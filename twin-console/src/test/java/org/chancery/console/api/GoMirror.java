package org.chancery.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Go program that mirrors a log ({@code src/test/go/mirror}); it knows golang.org/x/mod only, from the Debian
 * packages golang and golang-golang-x-mod-dev, which {@code .ci/run} installs.
 */
public record GoMirror(Path program) {

    private static final Path SOURCE = Path.of("src/test/go/mirror/main.go").toAbsolutePath();
    /** With the package that verifies cosignatures. */
    private static final Path SHARED =
            Path.of("../ledger-raft/src/test/go").toAbsolutePath().normalize();

    private static final Path LIBRARY = Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb");
    private static final long PATIENCE_MINUTES = 5;

    /** Its exit status and all it said. */
    public record Outcome(int status, String said) {}

    /** Compiles it, without asking any network. */
    public static GoMirror build(Path folder) throws IOException, InterruptedException {
        assertThat(LIBRARY).as("install golang and golang-golang-x-mod-dev").isDirectory();
        Path program = folder.resolve("stranger");
        Outcome built = run(List.of("go", "build", "-o", program.toString(), SOURCE.toString()));
        assertThat(built.status()).as(built.said()).isZero();
        return new GoMirror(program);
    }

    /**
     * Mirrors a log into a folder, and holds it to what the folder has of it already.
     *
     * @param leaves how many random leaves to prove, {@code sizes} how many older sizes to compare
     * @param witnesses verifier keys of those that all have to cosign
     */
    public Outcome mirror(
            String address, String logKey, Path folder, long seed, int leaves, int sizes, List<String> witnesses)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), address, logKey, folder.toString()));
        command.addAll(List.of(Long.toString(seed), Integer.toString(leaves), Integer.toString(sizes)));
        command.addAll(witnesses);
        return run(command);
    }

    private static Outcome run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GO111MODULE", "off");
        builder.environment().put("GOFLAGS", "");
        builder.environment().put("GOPATH", SHARED + ":/usr/share/gocode");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)).isTrue();
        return new Outcome(process.exitValue(), said);
    }
}
