package org.chancery.perf.faults;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.gate.GateSteps.Step;

/**
 * Seeded rounds of killing a node at a step of the gate and starting it again. Each start reckons up what the one
 * before left behind.
 */
public final class FaultRounds {

    /** A folder is used for so many rounds; then a fresh one, so that reckoning up stays quick. */
    private static final int ROUNDS_PER_FOLDER = 21;

    private static final int MAX_OCCURRENCE = 12;
    private static final long PATIENCE_SECONDS = 300;

    private final Path folder;
    private final Random random;
    private final PrintStream out;
    private final Map<Step, Integer> deaths = new EnumMap<>(Step.class);

    /** @param folder where the nodes' data and output are kept */
    public FaultRounds(Path folder, long seed, PrintStream out) {
        this.folder = folder;
        this.random = new Random(seed);
        this.out = out;
        out.println("fault rounds, seed " + seed);
    }

    /**
     * @return what went wrong, empty if nothing did
     */
    public List<String> run(int rounds) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        List<String> wrong = new ArrayList<>();
        for (int round = 0; round < rounds && wrong.isEmpty(); round++) {
            Path data = folder.resolve("data-" + round / ROUNDS_PER_FOLDER);
            Step step = Step.values()[round % Step.values().length];
            int occurrence = 1 + random.nextInt(MAX_OCCURRENCE);
            wrong.addAll(play(data, round, step, occurrence));
            boolean last = round == rounds - 1 || (round + 1) % ROUNDS_PER_FOLDER == 0;
            if (last && wrong.isEmpty()) {
                wrong.addAll(reckon(data, round));
                delete(data);
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        out.printf(
                Locale.ROOT,
                "%d rounds, %s, %.0f s (%.1f s a round), %d faults%n",
                deaths.values().stream().mapToInt(Integer::intValue).sum(),
                deaths,
                seconds,
                seconds / Math.max(1, rounds),
                wrong.size());
        wrong.forEach(out::println);
        return wrong;
    }

    private List<String> play(Path data, int round, Step step, int occurrence)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        int status = victim(data, round, List.of("r" + round, step.name(), Integer.toString(occurrence)));
        if (status == FaultVictim.KILLED) {
            deaths.merge(step, 1, Integer::sum);
            return List.of();
        }
        return List.of("round " + round + " at " + step + "/" + occurrence + " ended with status " + status + ": "
                + output(data, round));
    }

    private List<String> reckon(Path data, int round) throws IOException, InterruptedException {
        int status = victim(data, round, List.of("end"));
        return status == 0
                ? List.of()
                : List.of("reckoning up after round " + round + " ended with status " + status + ": "
                        + output(data, round));
    }

    private int victim(Path data, int round, List<String> arguments) throws IOException, InterruptedException {
        String classPath = classPath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=org/chancery/perf/faults/victim-logback.xml",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx400m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                FaultVictim.class.getName(),
                data.toString()));
        command.addAll(arguments);
        if (onlyJars(classPath)) {
            // Starting the JVM is most of a round: the first one that ends writes its classes for the others.
            command.addAll(1, List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive()));
        }
        Process victim = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(outputFile(data, round).toFile())
                .start();
        if (!victim.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            victim.destroyForcibly().waitFor();
            return -1;
        }
        return victim.exitValue();
    }

    /** The victim needs no tests, and classes are shared from jars only: folders are left out if it lies in a jar. */
    private static String classPath() {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String own = FaultVictim.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        if (!Files.isRegularFile(Path.of(own))) {
            return whole;
        }
        return Stream.of(whole.split(File.pathSeparator))
                .filter(entry -> Files.isRegularFile(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Path archive() {
        return folder.resolve("victim.jsa");
    }

    /** The JVM shares classes of jars only. */
    private static boolean onlyJars(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator)).allMatch(entry -> Files.isRegularFile(Path.of(entry)));
    }

    private static Path outputFile(Path data, int round) {
        return data.resolveSibling(data.getFileName() + "-round-" + round + ".out");
    }

    private static String output(Path data, int round) throws IOException {
        List<String> lines = Files.readAllLines(outputFile(data, round));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private static void delete(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
