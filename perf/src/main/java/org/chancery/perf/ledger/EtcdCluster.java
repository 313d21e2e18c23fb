package org.chancery.perf.ledger;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three members of etcd on this machine, with their usual settings and fsync, data on the disk that the group uses. */
final class EtcdCluster implements AutoCloseable {

    private static final int MEMBERS = 3;
    private static final long READY_SECONDS = 60;
    private static final long STOP_SECONDS = 20;

    /** One address for clients and one for peers. */
    private record Ports(int client, int peer) {}

    private final List<Process> processes = new ArrayList<>();
    private final List<Ports> ports;
    private final String version;

    private EtcdCluster(String version, List<Ports> ports) {
        this.version = version;
        this.ports = ports;
    }

    /** The program that was named, or the one on the search path. */
    static Optional<Path> program(Optional<Path> named) {
        return named.or(() -> Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, "etcd"))
                        .filter(Files::isExecutable)
                        .findFirst())
                .filter(Files::isExecutable);
    }

    /** @throws IOException if it does not start; says why */
    static EtcdCluster start(Path program, Path folder) throws IOException, InterruptedException {
        List<Ports> ports = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            ports.add(freePorts());
        }
        EtcdCluster cluster = new EtcdCluster(version(program), ports);
        try {
            for (int i = 0; i < MEMBERS; i++) {
                cluster.processes.add(cluster.member(program, folder, i));
            }
            cluster.awaitLeader(folder);
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private Process member(Path program, Path folder, int i) throws IOException {
        Files.createDirectories(folder);
        String client = "http://127.0.0.1:" + ports.get(i).client();
        String peer = "http://127.0.0.1:" + ports.get(i).peer();
        String all = IntStream.range(0, MEMBERS)
                .mapToObj(n -> "etcd-" + n + "=http://127.0.0.1:" + ports.get(n).peer())
                .collect(Collectors.joining(","));
        ProcessBuilder builder = new ProcessBuilder(
                program.toString(),
                "--name=etcd-" + i,
                "--data-dir=" + folder.resolve("etcd-" + i),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + all,
                "--initial-cluster-state=new",
                "--log-level=error");
        builder.environment().keySet().removeIf(name -> name.startsWith("ETCD_"));
        return builder.redirectErrorStream(true)
                .redirectOutput(output(folder, i).toFile())
                .start();
    }

    private static Path output(Path folder, int i) {
        return folder.resolve("etcd-" + i + ".out");
    }

    private void awaitLeader(Path folder) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
        while (leader().isEmpty()) {
            for (int i = 0; i < MEMBERS; i++) {
                if (!processes.get(i).isAlive() || System.nanoTime() > end) {
                    throw new IOException("etcd does not start: " + Files.readString(output(folder, i)));
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Port of the member that leads. */
    OptionalInt leader() {
        return ports.stream()
                .mapToInt(Ports::client)
                .filter(port -> {
                    try {
                        return EtcdTarget.leads(port);
                    } catch (RuntimeException notYet) {
                        return false;
                    }
                })
                .findFirst();
    }

    String version() {
        return version;
    }

    private static String version(Path program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(program.toString(), "--version").start();
        String said = new String(process.getInputStream().readAllBytes())
                .lines()
                .findFirst()
                .orElse("etcd");
        process.waitFor();
        return said;
    }

    private static Ports freePorts() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket client = new ServerSocket(0, 1, loopback);
                ServerSocket peer = new ServerSocket(0, 1, loopback)) {
            return new Ports(client.getLocalPort(), peer.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
