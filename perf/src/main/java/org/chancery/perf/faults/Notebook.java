package org.chancery.perf.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a client of the node remembers across its deaths: which calls it made and which were acknowledged. A line is
 * handed to the operating system before the next call begins, so it survives the death of this process.
 */
final class Notebook {

    private final Path file;

    Notebook(Path file) {
        this.file = file;
    }

    /** What was noted so far. */
    record Notes(Set<String> asked, Map<String, String> started, Set<String> completed) {}

    void asked(String key) {
        note("asked " + key);
    }

    void started(String key, String caseNumber) {
        note("started " + key + " " + caseNumber);
    }

    void completed(String caseNumber) {
        note("completed " + caseNumber);
    }

    private synchronized void note(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Notes read() {
        Set<String> asked = new LinkedHashSet<>();
        Map<String, String> started = new LinkedHashMap<>();
        Set<String> completed = new LinkedHashSet<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] words = line.split(" ");
                switch (words[0]) {
                    case "asked" -> asked.add(words[1]);
                    case "started" -> started.put(words[1], words[2]);
                    case "completed" -> completed.add(words[1]);
                    default -> throw new IllegalStateException("the notebook has a line '" + line + "'");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Notes(asked, started, completed);
    }
}
