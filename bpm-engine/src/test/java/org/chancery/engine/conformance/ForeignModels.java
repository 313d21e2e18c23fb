package org.chancery.engine.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The BPMN and DMN files below a folder, and which of them holds a process or decision that another one names. */
final class ForeignModels {

    private static final Pattern PROCESS = Pattern.compile("<(?:\\w+:)?process\\s[^>]*?\\bid\\s*=\\s*[\"']([^\"']+)");
    private static final Pattern DECISION = Pattern.compile("<(?:\\w+:)?decision\\s[^>]*?\\bid\\s*=\\s*[\"']([^\"']+)");

    private final Path folder;
    private final List<Path> files;
    private final Map<String, List<Path>> processes = new HashMap<>();
    private final Map<String, List<Path>> decisions = new HashMap<>();

    ForeignModels(Path folder) throws IOException {
        this.folder = folder;
        files = below("bpmn", "bpmn20.xml");
        for (Path file : files) {
            index(file, PROCESS, processes);
        }
        for (Path file : below("dmn", "dmn11.xml", "dmn10.xml")) {
            index(file, DECISION, decisions);
        }
    }

    private List<Path> below(String... suffixes) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> Stream.of(suffixes)
                            .anyMatch(suffix -> file.toString().endsWith("." + suffix)))
                    .sorted()
                    .toList();
        }
    }

    private static void index(Path file, Pattern pattern, Map<String, List<Path>> into) throws IOException {
        Matcher found = pattern.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        while (found.find()) {
            into.computeIfAbsent(found.group(1), id -> new ArrayList<>()).add(file);
        }
    }

    List<Path> files() {
        return files;
    }

    String name(Path file) {
        return folder.relativize(file).toString();
    }

    Optional<Path> process(String id, Path asking) {
        return nearest(processes.getOrDefault(id, List.of()), asking);
    }

    Optional<Path> decision(String id, Path asking) {
        return nearest(decisions.getOrDefault(id, List.of()), asking);
    }

    /** Many files hold a process of the same id: the one that shares most of its path with whoever asks is meant. */
    private static Optional<Path> nearest(List<Path> candidates, Path asking) {
        return candidates.stream()
                .filter(file -> !file.equals(asking))
                .max(Comparator.comparingInt(file -> shared(file.toString(), asking.toString())));
    }

    private static int shared(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }
}
