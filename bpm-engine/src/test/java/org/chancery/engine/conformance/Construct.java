package org.chancery.engine.conformance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A construct of BPMN: its model, what happens to it, and lies about that with what each must be found out as.
 *
 * @param calls sketch of the process 'called', if there is one
 * @param lies change to findings, each 'code element'
 */
record Construct(
        String name,
        String facts,
        Map<String, Object> given,
        String sketch,
        Optional<String> calls,
        List<String> does,
        Map<String, List<String>> lies) {

    @Override
    public String toString() {
        return name;
    }

    static List<Construct> all() throws IOException {
        List<Construct> all = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(Construct.class.getResourceAsStream("constructs.txt"), StandardCharsets.UTF_8))) {
            Reading reading = null;
            for (String line : in.lines().toList()) {
                if (line.startsWith("== ")) {
                    reading = new Reading(line.substring(3).strip());
                    all.add(null);
                }
                if (reading != null) {
                    reading.line(line);
                    all.set(all.size() - 1, reading.done());
                }
            }
        }
        return all;
    }

    private static final class Reading {
        private final String name;
        private final StringBuilder sketch = new StringBuilder();
        private final Map<String, Object> given = new HashMap<>();
        private final List<String> does = new ArrayList<>();
        private final Map<String, List<String>> lies = new LinkedHashMap<>();
        private String facts = "";
        private Optional<String> calls = Optional.empty();

        Reading(String name) {
            this.name = name;
        }

        void line(String line) {
            if (line.isBlank() || line.startsWith("#") || line.startsWith("==")) {
                return;
            }
            int colon = line.indexOf(": ");
            String rest = line.substring(colon + 2);
            switch (colon < 0 ? "" : line.substring(0, colon)) {
                case "facts" -> facts = rest.strip();
                case "given" -> {
                    for (String pair : rest.split(", ")) {
                        given.put(pair.split("=")[0], Office.value(pair.split("=")[1]));
                    }
                }
                case "calls" -> calls = Optional.of(rest.replace('|', '\n'));
                case "does" -> does.addAll(List.of(rest.split("; ")));
                case "lie" -> {
                    String[] parts = rest.split(" => ");
                    lies.put(parts[0], List.of(parts[1].split(", ")));
                }
                default -> sketch.append(line).append('\n');
            }
        }

        Construct done() {
            return new Construct(name, facts, given, sketch.toString(), calls, does, lies);
        }
    }
}
