package org.chancery.engine.trial;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own, with the distribution's settings but for the address: fsync and synchronous_commit are
 * on. It listens on a free loopback port, keeps its data in a temporary folder, and is stopped and removed at the end.
 */
public final class PostgresServer implements AutoCloseable {

    /** Owns every database; needs no password. */
    public static final String USER = "chancery";

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final int PORTS_TRIED = 3;
    private static final int TOOL_SECONDS = 240;

    private final Path bin;
    private final Path folder;
    private final boolean root = "root".equals(System.getProperty("user.name"));
    private int port;

    /**
     * Starts the newest version that is installed.
     *
     * @throws IOException if there is none, or it does not start; says why
     */
    public PostgresServer() throws IOException, InterruptedException {
        bin = newest().orElseThrow(() -> new IOException(
                "there is no PostgreSQL server in " + INSTALLED + "; install your distribution's 'postgresql'"));
        folder = Files.createTempDirectory("chancery-postgres");
        if (root) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        run("initdb", "-D", data(), "-U", USER, "-A", "trust", "--no-sync", "-E", "UTF8");
        for (int left = PORTS_TRIED; ; left--) {
            try {
                start();
                return;
            } catch (IOException taken) {
                if (left == 1) {
                    throw taken;
                }
            }
        }
    }

    /** On a port that is free now; somebody else may take it before the server does. */
    private void start() throws IOException, InterruptedException {
        port = freePort();
        run(
                "pg_ctl",
                "-D",
                data(),
                "-w",
                "-t",
                Integer.toString(TOOL_SECONDS / 2),
                "-l",
                folder.resolve("server.log").toString(),
                "-o",
                "-p " + port + " -c listen_addresses=127.0.0.1 -c fsync=on -c unix_socket_directories=" + folder,
                "start");
    }

    /** Whether this machine has the server's programs. */
    public static boolean installed() {
        return newest().isPresent();
    }

    /** The folder of programs of the newest version; folders are named by the major version. */
    private static Optional<Path> newest() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                    .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparing(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        } catch (IOException notThere) {
            return Optional.empty();
        }
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    public void createDatabase(String name) throws IOException, InterruptedException {
        run("createdb", "-h", "127.0.0.1", "-p", Integer.toString(port), "-U", USER, name);
    }

    /** @param database one that was created, or {@code postgres}, which every server has */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The server refuses to run as root, so root becomes the user that Debian made for it. */
    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>();
        if (root) {
            whole.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        whole.add(bin.resolve(program).toString());
        whole.addAll(List.of(arguments));
        File output = Files.createTempFile("chancery-postgres", ".out").toFile();
        try {
            Process process = new ProcessBuilder(whole)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(program + ": " + Files.readString(output.toPath()));
            }
        } finally {
            Files.delete(output.toPath());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            run("pg_ctl", "-D", data(), "-m", "immediate", "stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
